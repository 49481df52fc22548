package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.DecisionNote;
import dev.asof.api.Fill;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.SizeType;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import dev.asof.engine.Metric;
import dev.asof.engine.Metrics;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that the page tells about one run.
 *
 * @param id unique on the page
 * @param label the axis values; empty without axes
 * @param summary its result in one line
 * @param failure why it failed; empty when it ran to its end
 * @param equity the account at each close
 * @param drawdown distance from the peak at each close
 * @param account the same numbers as a table
 * @param metrics each metric over the whole run
 * @param orders orders with their fills
 * @param trades round trips
 * @param notes what the strategy said
 * @param digest of the result
 */
record RunDetails(
    String id,
    String label,
    String summary,
    String failure,
    Chart equity,
    Chart drawdown,
    Table account,
    Table metrics,
    Table orders,
    Table trades,
    Table notes,
    String digest) {
  private static final int EQUITY_HEIGHT = 220;
  private static final int DRAWDOWN_HEIGHT = 120;

  /** The details of a run, whose ids on the page begin with a prefix. */
  static RunDetails of(Run run, String prefix, int yearDays) {
    String id = prefix + run.index();
    return new RunDetails(
        id,
        run.label(),
        summary(run),
        run.failure(),
        equityChart(run, id),
        drawdownChart(run, id),
        account(run),
        metrics(run, yearDays),
        orders(run.result()).shortened(),
        trades("Round trips, by instrument and entry", run.result().trades()).shortened(),
        notes(run.result()).shortened(),
        run.result().digest());
  }

  private static String summary(Run run) {
    if (!run.failure().isEmpty()) {
      return "failed";
    }
    return "Sharpe "
        + NumberText.signed(run.windowSharpe(), 2)
        + ", return "
        + NumberText.signedPercent(run.windowReturn())
        + ", "
        + NumberText.counted(run.result().fills().size(), "fill");
  }

  private static Chart equityChart(Run run, String id) {
    BacktestResult result = run.result();
    double[] equity = result.equityUsd();
    List<LocalDate> sessions = result.sessions();
    double lowest = Double.NaN;
    double highest = Double.NaN;
    for (double value : equity) {
      lowest = value >= lowest ? lowest : value;
      highest = value <= highest ? highest : value;
    }
    return new LineChart(
            id + "-equity",
            "Equity, USD",
            "From "
                + NumberText.money(result.initialCashUsd())
                + " USD at the start to "
                + NumberText.money(equity[equity.length - 1])
                + " USD on "
                + sessions.get(sessions.size() - 1)
                + ", between "
                + NumberText.money(lowest)
                + " and "
                + NumberText.money(highest)
                + " USD.",
            EQUITY_HEIGHT,
            AxisScale.Unit.USD,
            sessions)
        .add("equity", equity, LineChart.Shape.LINE)
        .paint();
  }

  private static Chart drawdownChart(Run run, String id) {
    double[] drawdown = Metrics.drawdown(run.result());
    List<LocalDate> sessions = run.result().sessions();
    int deepest = 0;
    for (int bar = 1; bar < drawdown.length; bar++) {
      deepest = drawdown[bar] < drawdown[deepest] ? bar : deepest;
    }
    return new LineChart(
            id + "-drawdown",
            "Drawdown",
            drawdown[deepest] < 0
                ? "Deepest at "
                    + NumberText.percent(drawdown[deepest])
                    + " on "
                    + sessions.get(deepest)
                    + "."
                : "Equity never closed below an earlier peak.",
            DRAWDOWN_HEIGHT,
            AxisScale.Unit.FRACTION,
            sessions)
        .add("drawdown", drawdown, LineChart.Shape.AREA)
        .paint();
  }

  private static Table account(Run run) {
    List<LocalDate> sessions = run.result().sessions();
    double[] cash = run.result().cashUsd();
    double[] equity = run.result().equityUsd();
    double[] drawdown = Metrics.drawdown(run.result());
    Table.Builder table =
        Table.titled("Account at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING)
            .column("Cash, USD", Kind.NUMBER)
            .column("Equity, USD", Kind.NUMBER)
            .column("Drawdown", Kind.NUMBER);
    for (int bar : SessionSample.of(sessions.size())) {
      table.row(
          sessions.get(bar).toString(),
          NumberText.money(cash[bar]),
          NumberText.money(equity[bar]),
          NumberText.percent(drawdown[bar]));
    }
    return table.build();
  }

  private static Table metrics(Run run, int yearDays) {
    Table.Builder table =
        Table.titled("Metrics over the whole run, a year of " + yearDays + " days")
            .column("Metric", Kind.ROW_HEADING)
            .column("Value", Kind.NUMBER);
    for (Map.Entry<Metric, Double> entry : run.metrics().entrySet()) {
      table.row(
          List.of(
              Cell.of(entry.getKey().label()), MetricText.cell(entry.getKey(), entry.getValue())));
    }
    return table.build();
  }

  private static Table orders(BacktestResult result) {
    Map<Integer, List<Fill>> fills = new TreeMap<>();
    for (Fill fill : result.fills()) {
      fills.computeIfAbsent(fill.order(), order -> new ArrayList<>()).add(fill);
    }
    Table.Builder table =
        Table.titled("Orders and fills, in the order of execution")
            .column("Order", Kind.ROW_HEADING)
            .column("Session", Kind.TERM)
            .column("At", Kind.TERM)
            .column("Symbol", Kind.TERM)
            .column("Asked for", Kind.TERM)
            .column("Outcome", Kind.TERM)
            .column("Side", Kind.TERM)
            .column("Shares", Kind.NUMBER)
            .column("Price, USD", Kind.NUMBER)
            .column("Value, USD", Kind.NUMBER)
            .column("Fee, USD", Kind.NUMBER);
    for (OrderRecord order : result.orders()) {
      List<Fill> filled = fills.getOrDefault(order.id(), List.of());
      if (filled.isEmpty()) {
        table.row(row(order, "", "", "", "", ""));
      }
      for (Fill fill : filled) {
        table.row(
            row(
                order,
                fill.side() == TradeSide.BUY ? "buy" : "sell",
                NumberText.shares(fill.shares()),
                NumberText.price(fill.priceUsd()),
                NumberText.money(fill.shares() * fill.priceUsd()),
                NumberText.money(fill.feeUsd())));
      }
    }
    return table.build();
  }

  private static String[] row(OrderRecord order, String... fill) {
    String[] row = new String[6 + fill.length];
    row[0] = Integer.toString(order.id());
    row[1] = order.session().toString();
    row[2] = words(order.at());
    row[3] = order.symbol();
    row[4] =
        order.sizeType() == SizeType.TARGET_WEIGHT
            ? "weight " + NumberText.signedPercent(order.size())
            : NumberText.shares(order.size()) + " shares";
    row[5] =
        words(order.status())
            + (order.reason() == OrderReason.NONE ? "" : ": " + words(order.reason()));
    if (order.status() == OrderStatus.FILLED && order.reason() == OrderReason.NONE) {
      row[5] = "filled";
    }
    System.arraycopy(fill, 0, row, 6, fill.length);
    return row;
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Round trips, one a row. */
  static Table trades(String caption, List<Trade> trades) {
    Table.Builder table =
        Table.titled(caption)
            .column("Symbol", Kind.ROW_HEADING)
            .column("Side", Kind.TERM)
            .column("Shares", Kind.NUMBER)
            .column("Entry", Kind.TERM)
            .column("Price, USD", Kind.NUMBER)
            .column("Exit", Kind.TERM)
            .column("Price, USD", Kind.NUMBER)
            .column("Fees, USD", Kind.NUMBER)
            .column("Profit, USD", Kind.NUMBER)
            .column("Return", Kind.NUMBER);
    for (Trade trade : trades) {
      table.row(
          List.of(
              Cell.of(trade.symbol()),
              Cell.of(words(trade.side())),
              Cell.of(NumberText.shares(trade.shares())),
              Cell.of(trade.entrySession().toString()),
              Cell.of(NumberText.price(trade.entryPriceUsd())),
              Cell.of(trade.open() ? "still open" : trade.exitSession().toString()),
              Cell.of(NumberText.price(trade.exitPriceUsd())),
              Cell.of(NumberText.money(trade.entryFeeUsd() + trade.exitFeeUsd())),
              Cell.signed(NumberText.signed(trade.pnlUsd(), 2), trade.pnlUsd()),
              Cell.signed(
                  NumberText.signedPercent(trade.returnFraction()), trade.returnFraction())));
    }
    return table.build();
  }

  private static Table notes(BacktestResult result) {
    Table.Builder table =
        Table.titled("What the strategy said about its decisions")
            .column("Session", Kind.ROW_HEADING)
            .column("Note", Kind.TEXT);
    for (DecisionNote note : result.notes()) {
      table.row(note.session().toString(), note.text());
    }
    return table.build();
  }
}
