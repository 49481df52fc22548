package dev.asof.ingestion;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API's filings with weights as fractions of 1. They look like those with percents, so a file
 * is taken for one of these only when the request says so.
 */
final class FractionHoldings implements VendorFormat {
  static final String ID = "fmp-fraction-holdings-json";

  private static final String WEIGHT = "pctVal";
  private static final Pattern SHORT_NUMBER =
      Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Dataset dataset() {
    return Dataset.FUND_HOLDINGS;
  }

  @Override
  public String accepts() {
    return "as holdings-json, with pctVal as a fraction of 1; only when --read-as names it";
  }

  @Override
  public boolean recognises(FileHead head) {
    return false;
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    List<String> fields =
        Stream.concat(HoldingsRows.COLUMNS.stream(), HoldingsRows.OPTIONAL.stream()).toList();
    PlainHoldings.completed(
        rows,
        completing ->
            JsonRows.read(
                file,
                fields,
                new TranslatedRows(
                    completing,
                    (row, to) -> to.row(new InPercent(row, percent(row.text(WEIGHT)))))));
  }

  /** What isn't a number stays as it is, so that its check refuses it. */
  private static String percent(String fraction) {
    return SHORT_NUMBER.matcher(fraction).matches()
        ? new BigDecimal(fraction).movePointRight(2).toString()
        : fraction;
  }

  private record InPercent(RawRow row, String percent) implements RawRow {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public long line(String column) {
      return row.line(column);
    }

    @Override
    public String text(String column) {
      return column.equals(WEIGHT) ? percent : row.text(column);
    }

    @Override
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>(row.texts());
      texts.replace(WEIGHT, percent);
      return texts;
    }
  }
}
