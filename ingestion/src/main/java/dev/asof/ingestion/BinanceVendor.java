package dev.asof.ingestion;

import java.util.List;

/** Recordings of Binance's stream of best bids and offers. */
public final class BinanceVendor implements Vendor {
  /** For the service loader. */
  public BinanceVendor() {}

  @Override
  public String name() {
    return "Binance";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new BookTickerCsv());
  }
}
