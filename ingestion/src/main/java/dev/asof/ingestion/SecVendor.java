package dev.asof.ingestion;

import java.util.List;

/** Filings of the Securities and Exchange Commission. */
public final class SecVendor implements Vendor {
  /** For the service loader. */
  public SecVendor() {}

  @Override
  public String name() {
    return "SEC";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new PortfolioReport());
  }
}
