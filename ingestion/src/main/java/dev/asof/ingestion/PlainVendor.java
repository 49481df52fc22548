package dev.asof.ingestion;

import java.util.List;
import java.util.stream.Stream;

/** Files that name the datasets' own columns, whoever made them. */
public final class PlainVendor implements Vendor {
  /** For the service loader. */
  public PlainVendor() {}

  @Override
  public String name() {
    return "AsOf";
  }

  @Override
  public List<VendorFormat> formats() {
    return List.of(
        new PlainHoldings(
            new JsonFormat(
                "holdings-json",
                Dataset.FUND_HOLDINGS,
                Stream.concat(HoldingsRows.COLUMNS.stream(), HoldingsRows.OPTIONAL.stream())
                    .toList(),
                "a JSON array of objects with "
                    + words(HoldingsRows.COLUMNS, HoldingsRows.OPTIONAL))),
        new PlainHoldings(
            csv(
                "holdings-csv",
                Dataset.FUND_HOLDINGS,
                HoldingsRows.COLUMNS,
                HoldingsRows.OPTIONAL,
                "; isin and cusip may be blank where instruments has the symbol's ISIN")),
        csv(
            "index-changes-csv",
            Dataset.INDEX_CHANGES,
            IndexChangeRows.REQUIRED,
            IndexChangeRows.OPTIONAL,
            ""),
        csv("bars-csv", Dataset.DAILY_BARS, BarRows.COLUMNS, List.of(), ""),
        csv(
            "instruments-csv",
            Dataset.INSTRUMENTS,
            InstrumentRows.REQUIRED,
            InstrumentRows.OPTIONAL,
            "; validTo is the first day without"),
        new CsvFormat(
            "corporate-actions-csv",
            Dataset.CORPORATE_ACTIONS,
            CorporateActionRows.REQUIRED,
            CorporateActionRows.OPTIONAL,
            CorporateActionRows.ACCEPTS),
        csv(
            "index-members-csv",
            Dataset.INDEX_MEMBERS,
            IndexMemberRows.REQUIRED,
            IndexMemberRows.OPTIONAL,
            "; without index, give --index"),
        csv(
            "borrow-rates-csv",
            Dataset.BORROW_RATES,
            BorrowRateRows.REQUIRED,
            BorrowRateRows.OPTIONAL,
            ""),
        csv("ticks-csv", Dataset.TOP_OF_BOOK, QuoteRows.REQUIRED, QuoteRows.OPTIONAL, ""));
  }

  private static CsvFormat csv(
      String id, Dataset dataset, List<String> required, List<String> optional, String more) {
    return new CsvFormat(
        id, dataset, required, optional, "CSV with " + words(required, optional) + more);
  }

  private static String words(List<String> required, List<String> optional) {
    return String.join(", ", required)
        + (optional.isEmpty() ? "" : " and optionally " + String.join(", ", optional));
  }
}
