package dev.asof.ingestion;

import java.util.List;

/** Recordings of an order-book feed as it is written down raw, one message a line. */
public final class FeedVendor implements Vendor {
  /** For the service loader. */
  public FeedVendor() {}

  @Override
  public String name() {
    return "Order-book feed";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new FeedLines());
  }
}
