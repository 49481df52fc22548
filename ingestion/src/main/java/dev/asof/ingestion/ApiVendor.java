package dev.asof.ingestion;

import java.util.List;

/** Replies of an API for the holdings of funds (Financial Modeling Prep), in its two shapes. */
public final class ApiVendor implements Vendor {
  /** For the service loader. */
  public ApiVendor() {}

  @Override
  public String name() {
    return "Financial Modeling Prep";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new ApiHoldings(), new FractionHoldings());
  }
}
