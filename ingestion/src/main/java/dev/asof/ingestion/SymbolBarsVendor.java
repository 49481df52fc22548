package dev.asof.ingestion;

import java.util.List;

/** Daily bars in Parquet, and files of one symbol that are named by it. */
public final class SymbolBarsVendor implements Vendor {
  /** For the service loader. */
  public SymbolBarsVendor() {}

  @Override
  public String name() {
    return "Bars by symbol";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(new ParquetBars(), new SymbolBarsCsv());
  }
}
