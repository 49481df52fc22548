package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.CashMovement;
import dev.asof.api.Fill;
import dev.asof.api.OrderRecord;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Round trips, transactions, and what they cost. */
final class TradeSections {
  private static final int MOST_SYMBOLS = 20;
  private static final int MOST_TRADES = 100;
  private static final int FEWEST_FOR_SPREAD = 12;

  private final SheetSubject subject;
  private final BacktestResult result;

  TradeSections(SheetSubject subject) {
    this.subject = subject;
    this.result = subject.run().result();
  }

  /** Round trips by side, by instrument, and the ones that made and cost most. */
  Section roundTrips() {
    List<Trade> trades = result.trades();
    if (trades.isEmpty()) {
      return new Section(
          "round-trips", "Round trips", List.of(new Block.Said("There is no round trip.")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Listed(bySide(trades)));
    double[] returns =
        trades.stream().mapToDouble(Trade::returnFraction).filter(Double::isFinite).toArray();
    if (returns.length >= FEWEST_FOR_SPREAD) {
      blocks.add(
          new Block.Drawn(
              Histogram.of(
                  "trade-returns",
                  "Distribution of round trips' returns",
                  "round trips",
                  returns)));
    }
    blocks.add(new Block.Listed(bySymbol(trades)));
    List<Trade> largest =
        trades.stream()
            .sorted(Comparator.<Trade>comparingDouble(trade -> Math.abs(trade.pnlUsd())).reversed())
            .limit(MOST_TRADES)
            .toList();
    blocks.add(
        new Block.Listed(
            RunDetails.trades(
                (largest.size() < trades.size()
                        ? "The " + MOST_TRADES + " of " + NumberText.count(trades.size())
                        : "All")
                    + " round trips, the largest profit or loss first",
                largest)));
    return new Section("round-trips", "Round trips", blocks);
  }

  private static Table bySide(List<Trade> trades) {
    Table.Builder table =
        Table.titled(
                "Round trips after fees and with dividends, valued at the last close while open;"
                    + " borrowing is under costs")
            .column("Side", Kind.ROW_HEADING)
            .column("Number", Kind.NUMBER)
            .column("Still open", Kind.NUMBER)
            .column("With a profit", Kind.NUMBER)
            .column("Profit, USD", Kind.NUMBER)
            .column("Mean return", Kind.NUMBER)
            .column("Mean gain, USD", Kind.NUMBER)
            .column("Mean loss, USD", Kind.NUMBER)
            .column("Profit factor", Kind.NUMBER)
            .column("Mean days", Kind.NUMBER);
    side(table, "Long and short", trades, trade -> true);
    side(table, "Long", trades, trade -> trade.side() == PositionSide.LONG);
    side(table, "Short", trades, trade -> trade.side() == PositionSide.SHORT);
    return table.build();
  }

  private static void side(
      Table.Builder table, String name, List<Trade> trades, Predicate<Trade> which) {
    List<Trade> chosen = trades.stream().filter(which).toList();
    double gain = 0;
    double loss = 0;
    double days = 0;
    double returns = 0;
    long gained = 0;
    long lost = 0;
    for (Trade trade : chosen) {
      if (trade.pnlUsd() > 0) {
        gain += trade.pnlUsd();
        gained++;
      } else if (trade.pnlUsd() < 0) {
        loss += trade.pnlUsd();
        lost++;
      }
      days += ChronoUnit.DAYS.between(trade.entrySession(), trade.exitSession());
      returns += trade.returnFraction();
    }
    int count = chosen.size();
    table.row(
        List.of(
            Cell.of(name),
            Cell.of(NumberText.count(count)),
            Cell.of(NumberText.count(chosen.stream().filter(Trade::open).count())),
            Cell.of(NumberText.percent(ratio(gained, count))),
            Cell.signed(NumberText.signed(gain + loss, 2), gain + loss),
            Cell.signed(NumberText.signedPercent(ratio(returns, count)), returns),
            Cell.of(NumberText.signed(ratio(gain, gained), 2)),
            Cell.of(NumberText.signed(ratio(loss, lost), 2)),
            Cell.of(NumberText.fixed(ratio(gain, -loss), 2)),
            Cell.of(NumberText.fixed(ratio(days, count), 1))));
  }

  private static double ratio(double dividend, double divisor) {
    return divisor == 0 ? Double.NaN : dividend / divisor;
  }

  private static Table bySymbol(List<Trade> trades) {
    record Made(String symbol, double usd, int number, int gained) {}
    Map<String, Made> made = new LinkedHashMap<>();
    double total = 0;
    for (Trade trade : trades) {
      total += trade.pnlUsd();
      made.merge(
          trade.symbol(),
          new Made(trade.symbol(), trade.pnlUsd(), 1, trade.pnlUsd() > 0 ? 1 : 0),
          (one, other) ->
              new Made(
                  one.symbol(),
                  one.usd() + other.usd(),
                  one.number() + other.number(),
                  one.gained() + other.gained()));
    }
    Table.Builder table =
        Table.titled(
                "Profit by instrument, the largest profit or loss first"
                    + (made.size() > MOST_SYMBOLS
                        ? "; " + MOST_SYMBOLS + " of " + NumberText.count(made.size())
                        : ""))
            .column("Symbol", Kind.ROW_HEADING)
            .column("Round trips", Kind.NUMBER)
            .column("With a profit", Kind.NUMBER)
            .column("Profit, USD", Kind.NUMBER)
            .column("Share of all", Kind.NUMBER);
    double all = total;
    made.values().stream()
        .sorted(Comparator.<Made>comparingDouble(one -> Math.abs(one.usd())).reversed())
        .limit(MOST_SYMBOLS)
        .forEach(
            one ->
                table.row(
                    List.of(
                        Cell.of(one.symbol()),
                        Cell.of(NumberText.count(one.number())),
                        Cell.of(NumberText.percent(ratio(one.gained(), one.number()))),
                        Cell.signed(NumberText.signed(one.usd(), 2), one.usd()),
                        Cell.of(NumberText.percent(ratio(one.usd(), all))))));
    return table.build();
  }

  /** Fills by month. */
  Section transactions() {
    if (result.fills().isEmpty()) {
      return new Section(
          "transactions", "Transactions", List.of(new Block.Said("No order was filled.")));
    }
    Map<YearMonth, double[]> months = new TreeMap<>();
    for (Fill fill : result.fills()) {
      double[] month =
          months.computeIfAbsent(YearMonth.from(fill.session()), unseen -> new double[4]);
      month[0]++;
      month[fill.side() == TradeSide.BUY ? 1 : 2] += fill.shares() * fill.priceUsd();
      month[3] += fill.feeUsd();
    }
    Table.Builder table =
        Table.titled("Fills of each month that has one")
            .column("Month", Kind.ROW_HEADING)
            .column("Fills", Kind.NUMBER)
            .column("Bought, USD", Kind.NUMBER)
            .column("Sold, USD", Kind.NUMBER)
            .column("Fees, USD", Kind.NUMBER);
    months.forEach(
        (month, sums) ->
            table.row(
                month.toString(),
                NumberText.count((long) sums[0]),
                NumberText.money(sums[1]),
                NumberText.money(sums[2]),
                NumberText.money(sums[3])));
    return new Section(
        "transactions",
        "Transactions",
        List.of(
            new Block.Listed(table.build()),
            new Block.Said(
                NumberText.counted(result.orders().size(), "order")
                    + " and "
                    + NumberText.counted(result.fills().size(), "fill")
                    + " in all; the report beside this sheet lists them.")));
  }

  /** What a year cost and brought beside the prices, in USD. */
  private static final class Year {
    private double traded;
    private double fees;
    private double slippage;
    private double borrowing;
    private double interest;
    private double dividends;
    private double equity;
    private int sessions;

    private double costs() {
      return fees + slippage + borrowing;
    }
  }

  /** Fees, slippage, borrowing, interest and dividends by year. */
  Section costs() {
    TreeMap<Integer, Year> years = new TreeMap<>();
    double[] equity = result.equityUsd();
    int unknown = 0;
    for (int bar = 0; bar < equity.length; bar++) {
      Year year = year(years, result.sessions().get(bar).getYear());
      year.equity += equity[bar];
      year.sessions++;
    }
    for (Fill fill : result.fills()) {
      Year year = year(years, fill.session().getYear());
      year.traded += fill.shares() * fill.priceUsd();
      year.fees += fill.feeUsd();
      double slippage = slippage(fill);
      if (Double.isNaN(slippage)) {
        unknown++;
      } else {
        year.slippage += slippage;
      }
    }
    for (CashMovement movement : result.accounting().movements()) {
      Year year = year(years, movement.session().getYear());
      switch (movement.kind()) {
        case BORROW_FEE -> year.borrowing -= movement.usd();
        case INTEREST -> year.interest += movement.usd();
        case DIVIDEND, DISTRIBUTION -> year.dividends += movement.usd();
        case DEPOSIT -> {}
      }
    }
    Table.Builder table =
        Table.titled("Costs by year in USD: above 0 what was paid")
            .column("Year", Kind.ROW_HEADING)
            .column("Traded", Kind.NUMBER)
            .column("Fees", Kind.NUMBER)
            .column("Slippage", Kind.NUMBER)
            .column("Borrowing", Kind.NUMBER)
            .column("Together", Kind.NUMBER)
            .column("Of mean equity", Kind.NUMBER)
            .column("Interest received", Kind.NUMBER)
            .column("Dividends received", Kind.NUMBER);
    years.forEach(
        (number, year) ->
            table.row(
                number.toString(),
                NumberText.money(year.traded),
                NumberText.money(year.fees),
                NumberText.money(year.slippage),
                NumberText.money(year.borrowing),
                NumberText.money(year.costs()),
                NumberText.percent(ratio(year.costs() * year.sessions, year.equity)),
                NumberText.money(year.interest),
                NumberText.money(year.dividends)));
    return new Section(
        "costs",
        "Costs and borrowing",
        List.of(
            new Block.Listed(table.build()),
            new Block.Said(
                "Slippage is the distance of a fill's price from the bar's price that the order met,"
                    + " times the shares"
                    + (unknown > 0
                        ? "; " + NumberText.counted(unknown, "fill") + " met no known price"
                        : "")
                    + ". Interest and dividends are below 0 where they were owed."
                    + " What the run assumes stands under settings.")));
  }

  private static Year year(TreeMap<Integer, Year> years, int number) {
    return years.computeIfAbsent(number, unseen -> new Year());
  }

  /** NaN where the price that the order met is not known. */
  private double slippage(Fill fill) {
    OrderRecord order = result.orders().get(fill.order());
    double worse = fill.priceUsd() - order.context().priceUsd();
    return fill.shares() * (fill.side() == TradeSide.BUY ? worse : -worse);
  }
}
