package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.asof.api.Bars;
import dev.asof.engine.AccountPlan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the columns of a golden run's inputs share accounts: each its own, or one per group when cash
 * is shared; without sharing, a group only adds up what its columns' accounts show.
 *
 * @param accountOf the account of each column
 * @param unitOf the unit of each account whose curves the file shows
 * @param initialCash cash of each account
 */
record Columns(int[] accountOf, int[] unitOf, double[] initialCash) {

  static Columns of(JsonNode config, int columns) {
    boolean shared =
        config.has("cash_sharing") && Golden.flag(config.get("cash_sharing"), "cash_sharing");
    int[] groups = groups(config, columns, shared);
    int[] own = new int[columns];
    Arrays.setAll(own, column -> column);
    int[] accountOf = shared ? groups : own;
    int accounts = Arrays.stream(accountOf).max().orElse(-1) + 1;
    int[] unitOf = new int[accounts];
    Arrays.setAll(unitOf, account -> shared ? account : groups[account]);
    return new Columns(accountOf, unitOf, initialCash(config, accounts));
  }

  private static int[] groups(JsonNode config, int columns, boolean shared) {
    JsonNode groups = config.path("groups");
    int[] groupOf = new int[columns];
    if (!groups.isArray()) {
      Arrays.setAll(groupOf, column -> shared ? 0 : column);
      return groupOf;
    }
    if (groups.size() != columns) {
      throw new MalformedGolden(
          "groups has " + groups.size() + " values instead of one for each of " + columns);
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int column = 0; column < columns; column++) {
      String name = groups.get(column).asText();
      numbers.putIfAbsent(name, numbers.size());
      groupOf[column] = numbers.get(name);
    }
    return groupOf;
  }

  private static double[] initialCash(JsonNode config, int accounts) {
    JsonNode cash = Golden.part(config, "init_cash");
    double[] initial = new double[accounts];
    for (int account = 0; account < accounts; account++) {
      JsonNode of = cash.isArray() ? cash.path(account) : cash;
      if (of.isMissingNode()) {
        throw new MalformedGolden("init_cash has no value for account " + account);
      }
      initial[account] = Golden.number(of, "init_cash");
    }
    return initial;
  }

  /** The name of a column in the universe of the replay. */
  static String symbol(int column) {
    return "c" + column;
  }

  List<AccountPlan> plans() {
    List<AccountPlan> plans = new ArrayList<>();
    for (int account = 0; account < initialCash.length; account++) {
      List<String> symbols = new ArrayList<>();
      for (int column = 0; column < accountOf.length; column++) {
        if (accountOf[column] == account) {
          symbols.add(symbol(column));
        }
      }
      plans.add(new AccountPlan("account " + account, initialCash[account], symbols));
    }
    return plans;
  }

  /** Bars on consecutive days whose prices are these matrices. */
  static Bars bars(double[][] open, double[][] high, double[][] low, double[][] close) {
    int columns = close.length == 0 ? 0 : close[0].length;
    List<String> symbols = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      symbols.add(symbol(column));
    }
    LocalDate[] sessions = new LocalDate[close.length];
    Arrays.setAll(sessions, OutputTree.FIRST_SESSION::plusDays);
    double[] volume = new double[close.length * columns];
    Arrays.fill(volume, Double.NaN);
    return Bars.wrapUnsafe(
        symbols, sessions, flat(open), flat(high), flat(low), flat(close), volume);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** A matrix of NaN. */
  static double[][] nothing(int bars, int columns) {
    double[][] rows = new double[bars][columns];
    for (double[] row : rows) {
      Arrays.fill(row, Double.NaN);
    }
    return rows;
  }
}
