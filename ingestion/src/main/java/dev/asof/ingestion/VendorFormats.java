package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** The formats of all vendors that are there. Those of AsOf itself come last: they ask least. */
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
    List<VendorFormat> own = new ArrayList<>();
    for (Vendor vendor : ServiceLoader.load(Vendor.class, loader)) {
      (vendor instanceof PlainVendor ? own : formats).addAll(vendor.formats());
    }
    formats.addAll(own);
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
    List<VendorFormat> candidates = of(dataset);
    if (asked.isPresent()) {
      return candidates.stream()
          .filter(format -> format.id().equals(asked.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  new AsOfException(
                      ErrorCode.USAGE,
                      "Invalid --read-as "
                          + OneLine.quoted(asked.get())
                          + ": expected one of "
                          + candidates.stream()
                              .map(VendorFormat::id)
                              .collect(Collectors.joining(", "))));
    }
    FileHead head = file.head();
    return candidates.stream()
        .filter(format -> format.recognises(head))
        .findFirst()
        .orElseThrow(
            () ->
                file.malformed(
                    "by its name and its first line it is in none of the formats of "
                        + dataset.id()
                        + ": "
                        + candidates.stream()
                            .map(VendorFormat::id)
                            .collect(Collectors.joining(", "))));
  }
}
