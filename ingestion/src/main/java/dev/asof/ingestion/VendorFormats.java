package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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
   */
  public static VendorFormats load(ClassLoader loader) {
    List<VendorFormat> formats = new ArrayList<>();
    List<VendorFormat> own = new ArrayList<>();
    for (Vendor vendor : ServiceLoader.load(Vendor.class, loader)) {
      (vendor instanceof PlainVendor ? own : formats).addAll(vendor.formats());
    }
    formats.addAll(own);
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
