package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The formats of all vendors that are there, in the order in which a file is held against them:
 * those of plug-ins, whose authors know their files; the vendors that AsOf brings along; AsOf's
 * own, which ask least.
 */
public final class VendorFormats {
  private final List<VendorFormat> formats;

  private VendorFormats(List<VendorFormat> formats) {
    this.formats = formats;
  }

  /**
   * Finds the vendors.
   *
   * @param loader whose {@code META-INF/services} name them
   * @throws AsOfException with {@link ErrorCode#VENDOR_INVALID} when two formats have one name
   */
  public static VendorFormats load(ClassLoader loader) {
    List<VendorFormat> formats = new ArrayList<>();
    List<VendorFormat> bundled = new ArrayList<>();
    List<VendorFormat> plain = new ArrayList<>();
    for (Vendor vendor : ServiceLoader.load(Vendor.class, loader)) {
      if (vendor instanceof PlainVendor) {
        plain.addAll(vendor.formats());
      } else if (isBundled(vendor)) {
        bundled.addAll(vendor.formats());
      } else {
        formats.addAll(vendor.formats());
      }
    }
    formats.addAll(bundled);
    formats.addAll(plain);
    Set<String> ids = new HashSet<>();
    for (VendorFormat format : formats) {
      if (!ids.add(format.id())) {
        throw new AsOfException(
            ErrorCode.VENDOR_INVALID,
            "Cannot tell formats apart: two vendors have one named "
                + OneLine.quoted(format.id())
                + ", the second by "
                + format.getClass().getName());
      }
    }
    return new VendorFormats(List.copyOf(formats));
  }

  /** The formats of a dataset's files, in the order in which they are tried. */
  public List<VendorFormat> of(Dataset dataset) {
    return formats.stream().filter(format -> format.dataset() == dataset).toList();
  }

  /**
   * The format of a file: the one that was asked for, or the first that recognises it.
   *
   * @throws AsOfException USAGE for a format that isn't there, FILE_MALFORMED for a file that none
   *     recognises
   */
  VendorFormat of(Dataset dataset, VendorFile file, Optional<String> asked) {
    return find(dataset, file, asked)
        .orElseThrow(
            () ->
                file.malformed(
                    "by its name and its first line it is in none of the formats of "
                        + dataset.id()
                        + ": "
                        + ids(dataset)));
  }

  /**
   * The same, and empty for a file that none recognises.
   *
   * @throws AsOfException USAGE for a format that isn't there
   */
  Optional<VendorFormat> find(Dataset dataset, VendorFile file, Optional<String> asked) {
    if (asked.isPresent()) {
      return Optional.of(of(dataset, asked.get()));
    }
    FileHead head = file.head();
    return of(dataset).stream()
        .filter(format -> calling(format, file, () -> format.recognises(head)))
        .findFirst();
  }

  /**
   * Calls a format, which can be of a plug-in.
   *
   * @throws AsOfException with VENDOR_INVALID when one that isn't AsOf's own fails
   */
  static <T> T calling(VendorFormat format, VendorFile file, Supplier<T> call) {
    try {
      return call.get();
    } catch (AsOfException refused) {
      throw refused;
    } catch (RuntimeException | LinkageError defect) {
      if (isBundled(format)) {
        throw defect;
      }
      throw new AsOfException(
          ErrorCode.VENDOR_INVALID,
          "Cannot ingest "
              + file.name()
              + ": format "
              + format.id()
              + " of "
              + format.getClass().getName()
              + " failed: "
              + OneLine.of(String.valueOf(defect)),
          defect);
    }
  }

  private static boolean isBundled(Object plugin) {
    return plugin.getClass().getClassLoader() == VendorFormats.class.getClassLoader();
  }

  private VendorFormat of(Dataset dataset, String asked) {
    return of(dataset).stream()
        .filter(format -> format.id().equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.USAGE,
                    "Invalid --read-as "
                        + OneLine.quoted(asked)
                        + ": expected one of "
                        + ids(dataset)));
  }

  private String ids(Dataset dataset) {
    return of(dataset).stream().map(VendorFormat::id).collect(Collectors.joining(", "));
  }
}
