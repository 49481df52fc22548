package dev.asof.cli.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sample vendor files: published facts, and seeded random numbers for the rest. */
public final class SampleFiles {
  static final long SEED = 20220902L;

  private SampleFiles() {}

  /** Writes the files into the folder that is the only argument. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Invalid arguments: expected one folder");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> file : all().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
  }

  /** Text by file name. */
  static Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("sp500-fund_holdings_2022-03-31.json", SampleHoldings.MARCH.json());
    files.put("sp500-fund_holdings_2022-09-30.json", SampleHoldings.SEPTEMBER.json());
    files.put("index_changes_2022-09-02.csv", INDEX_CHANGES);
    addBars(files, LocalDate.parse("2022-08-01"), LocalDate.parse("2022-11-25"));
    addBars(files, LocalDate.parse("2022-11-28"), LocalDate.parse("2022-12-30"));
    addQuotes(files, LocalDate.parse("2022-09-06"), 3166, 7500);
    addQuotes(files, LocalDate.parse("2022-09-07"), 3224, 7265);
    return files;
  }

  private static void addQuotes(
      Map<String, String> files, LocalDate session, long pennCents, long csgpCents) {
    files.put(
        "top_of_book_synthetic_" + session + ".csv",
        SampleQuotes.csv(session, pennCents, csgpCents));
  }

  private static void addBars(Map<String, String> files, LocalDate from, LocalDate to) {
    files.put("daily_bars_synthetic_" + from + "_to_" + to + ".csv", SampleBars.csv(from, to));
  }

  private static final String INDEX_CHANGES =
      """
      index,symbol,isin,action,kind,announced,effective,source
      S&P 500,CSGP,US22160N1090,added,membership,2022-09-02,2022-09-19,S&P Dow Jones Indices
      S&P 500,INVH,US46187W1071,added,membership,2022-09-02,2022-09-19,S&P Dow Jones Indices
      S&P 500,PENN,US7075691094,removed,membership,2022-09-02,2022-09-19,S&P Dow Jones Indices
      S&P 500,PVH,US6936561009,removed,membership,2022-09-02,2022-09-19,S&P Dow Jones Indices
      """;
}
