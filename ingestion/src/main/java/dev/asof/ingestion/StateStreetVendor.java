package dev.asof.ingestion;

import java.util.List;

/** State Street's daily lists of what its funds hold. */
public final class StateStreetVendor implements Vendor {
  /** For the service loader. */
  public StateStreetVendor() {}

  @Override
  public String name() {
    return "State Street";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new StateStreetXlsx(), new StateStreetCsv());
  }
}
