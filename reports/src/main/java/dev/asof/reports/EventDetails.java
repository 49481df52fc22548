package dev.asof.reports;

import dev.asof.api.Experiment;
import dev.asof.api.MarketEvent;
import dev.asof.api.PositionSide;
import dev.asof.api.Trade;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A market event as the page shows it.
 *
 * @param title what happened
 * @param outcome what the run shown made of it, in one line
 * @param trades the run's round trips on it
 * @param basis how the returns are reckoned, or why there are none
 * @param key the lines of the chart
 * @param chart each leg's return over time; empty without prices, or with too many legs
 * @param legs each leg's return at each milestone
 * @param data the numbers of the chart
 */
record EventDetails(
    String title,
    String outcome,
    Table trades,
    String basis,
    List<KeyEntry> key,
    Optional<Chart> chart,
    Table legs,
    Table data) {
  private static final int PLOT_HEIGHT = 280;
  private static final int MOST_LINES = 12;
  private static final int MOST_CHARTS = 12;
  private static final int COLOURS = 6;
  private static final String AVERAGE = "All legs, equal weight";

  /**
   * A line of the chart.
   *
   * @param label the leg
   * @param cssClass its colour and dashes
   */
  record KeyEntry(String label, String cssClass) {}

  /**
   * The distinct events of the runs, in first-seen order. Of several with the same id the one with
   * the most milestones counts: a run that ends early hasn't seen them all.
   */
  static List<MarketEvent> distinct(List<Run> runs) {
    Map<String, MarketEvent> events = new LinkedHashMap<>();
    for (Run run : runs) {
      for (MarketEvent event : run.result().events()) {
        events.merge(
            event.id(),
            event,
            (known, other) ->
                other.milestones().size() > known.milestones().size() ? other : known);
      }
    }
    return List.copyOf(events.values());
  }

  /**
   * Details of an event over the prices of an experiment.
   *
   * @param trades the round trips on it
   * @param position among the events; those far down have no chart, to keep the page small
   */
  static EventDetails of(
      MarketEvent event, Experiment experiment, List<Trade> trades, String id, int position) {
    String outcome = outcome(trades);
    Table made = RunDetails.trades("Round trips on it", trades).shortened();
    Optional<LegReturns> found = LegReturns.of(event, experiment.bars(), experiment.splits());
    if (found.isEmpty()) {
      Table none = Table.titled(event.title()).build();
      String reason = "There are no prices before its first date, or it has no legs.";
      return new EventDetails(
          event.title(), outcome, made, reason, List.of(), Optional.empty(), none, none);
    }
    LegReturns returns = found.get();
    String basis =
        "Close over the close of "
            + returns.base()
            + ", the last session before "
            + event.milestones().get(0).label()
            + "; a short leg's return has its sign turned.";
    List<KeyEntry> key = key(event);
    boolean drawn = event.legs().size() <= MOST_LINES && position < MOST_CHARTS;
    return new EventDetails(
        event.title(),
        outcome,
        made,
        basis,
        drawn ? key : List.of(),
        drawn ? Optional.of(chart(event, returns, key, id)) : Optional.empty(),
        legs(event, returns),
        data(event, returns));
  }

  private static String outcome(List<Trade> trades) {
    if (trades.isEmpty()) {
      return "not traded by this run";
    }
    double profit = trades.stream().mapToDouble(Trade::pnlUsd).sum();
    long gained = trades.stream().filter(trade -> trade.pnlUsd() > 0).count();
    return NumberText.signed(profit, 2)
        + " USD in "
        + NumberText.counted(trades.size(), "round trip")
        + ", "
        + NumberText.count(gained)
        + " with a profit";
  }

  private static List<KeyEntry> key(MarketEvent event) {
    List<KeyEntry> key = new ArrayList<>();
    for (int i = 0; i < event.legs().size(); i++) {
      MarketEvent.Leg leg = event.legs().get(i);
      String colour = "leg" + i % COLOURS;
      key.add(
          new KeyEntry(name(leg), leg.side() == PositionSide.SHORT ? colour + " short" : colour));
    }
    key.add(new KeyEntry(AVERAGE, "average"));
    return key;
  }

  private static String name(MarketEvent.Leg leg) {
    return leg.symbol() + (leg.side() == PositionSide.LONG ? " long" : " short");
  }

  private static Chart chart(MarketEvent event, LegReturns returns, List<KeyEntry> key, String id) {
    StringBuilder description = new StringBuilder("One line per leg");
    for (MarketEvent.Milestone milestone : event.milestones()) {
      description.append(", ").append(milestone.label()).append(' ').append(milestone.date());
    }
    LineChart chart =
        new LineChart(
            id,
            "Cumulative return of each leg",
            description.append("; the tables below hold the same numbers.").toString(),
            PLOT_HEIGHT,
            AxisScale.Unit.FRACTION,
            returns.sessions());
    for (int i = 0; i < returns.paths().size(); i++) {
      chart.add(key.get(i).cssClass(), returns.paths().get(i), LineChart.Shape.LINE);
    }
    chart.add("average", returns.average(), LineChart.Shape.LINE);
    for (MarketEvent.Milestone milestone : event.milestones()) {
      chart.mark(milestone.date(), milestone.label() + " " + milestone.date());
    }
    return chart.paint();
  }

  private static Table legs(MarketEvent event, LegReturns returns) {
    Table.Builder table =
        Table.titled("Cumulative return at the close of each date, signed by side")
            .column("Leg", Kind.ROW_HEADING)
            .column("Close " + returns.base() + ", USD", Kind.DATED_NUMBER);
    List<Integer> shown = new ArrayList<>();
    for (MarketEvent.Milestone milestone : event.milestones()) {
      table.column(milestone.label() + " " + milestone.date(), Kind.DATED_NUMBER);
      shown.add(returns.indexFrom(milestone.date()));
    }
    int last = returns.sessions().size() - 1;
    table.column("last shown " + returns.sessions().get(last), Kind.DATED_NUMBER);
    shown.add(last);
    for (int i = 0; i < returns.paths().size(); i++) {
      table.row(
          legRow(
              name(event.legs().get(i)),
              NumberText.price(returns.basePricesUsd()[i]),
              shown,
              returns.paths().get(i)));
    }
    return table.row(legRow(AVERAGE, "", shown, returns.average())).build();
  }

  private static List<Cell> legRow(
      String name, String basePrice, List<Integer> shown, double[] path) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(name));
    row.add(Cell.of(basePrice));
    for (int i : shown) {
      row.add(percent(i < 0 ? Double.NaN : path[i]));
    }
    return row;
  }

  private static Table data(MarketEvent event, LegReturns returns) {
    List<LocalDate> sessions = returns.sessions();
    Table.Builder table =
        Table.titled("Cumulative return at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING);
    for (MarketEvent.Leg leg : event.legs()) {
      table.column(name(leg), Kind.NUMBER);
    }
    table.column(AVERAGE, Kind.NUMBER);
    for (int i : SessionSample.of(sessions.size())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(sessions.get(i).toString()));
      for (double[] path : returns.paths()) {
        row.add(percent(path[i]));
      }
      row.add(percent(returns.average()[i]));
      table.row(row);
    }
    return table.build();
  }

  private static Cell percent(double fraction) {
    return Cell.signed(NumberText.signedPercent(fraction), fraction);
  }
}
