package dev.asof.ingestion;

import java.util.List;

/** Lists of an index's changes with one line a day, as they are kept by hand. */
public final class ChangeListVendor implements Vendor {
  /** For the service loader. */
  public ChangeListVendor() {}

  @Override
  public String name() {
    return "Lists of changes";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new ChangeList());
  }
}
