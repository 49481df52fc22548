package dev.asof.reports;

import dev.asof.engine.Exposure;
import dev.asof.engine.Positions;
import dev.asof.engine.Quantiles;
import dev.asof.reports.EventDetails.KeyEntry;
import dev.asof.reports.Table.Cell;
import dev.asof.reports.Table.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What was held and how much of it was turned over. */
final class HoldingSections {
  private static final int PLOT_HEIGHT = 200;
  private static final int MOST_HOLDINGS = 10;

  private final SheetSubject subject;
  private final List<LocalDate> sessions;
  private final Exposure exposure;
  private final Positions positions;

  HoldingSections(SheetSubject subject) {
    this.subject = subject;
    this.sessions = subject.sessions();
    this.exposure = Exposure.of(subject.run().result(), subject.experiment().bars());
    this.positions = Positions.of(subject.run().result(), subject.experiment().bars());
  }

  /** Long, short and net, over equity; turnover. */
  Section exposure() {
    double[] shorts = exposure.shorts();
    double[] below = new double[shorts.length];
    Arrays.setAll(below, bar -> 0 - shorts[bar]);
    double[] turnover = exposure.turnover();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Drawn(
            chart(
                    "exposure",
                    "Exposure",
                    "Value of the positions at each close over equity; shorts count below zero. A bar for each session.")
                .add("leg0", exposure.longs(), LineChart.Shape.BARS)
                .add("leg1", below, LineChart.Shape.BARS)
                .add("net", exposure.net(), LineChart.Shape.STEPS)
                .paint(),
            List.of(
                new KeyEntry("Long", "leg0"),
                new KeyEntry("Short", "leg1"),
                new KeyEntry("Net", "net"))));
    blocks.add(
        new Block.Drawn(
            chart(
                    "turnover",
                    "Turnover",
                    "Purchases and sales of each session over its equity; mean "
                        + NumberText.percent(mean(turnover))
                        + " a session.")
                .add("equity", turnover, LineChart.Shape.BARS)
                .paint()));
    Table.Builder table =
        Table.titled("Exposure and turnover over all sessions")
            .column("What", Kind.ROW_HEADING)
            .column("Mean", Kind.NUMBER)
            .column("Lowest", Kind.NUMBER)
            .column("Median", Kind.NUMBER)
            .column("Highest", Kind.NUMBER)
            .column("At the end", Kind.NUMBER);
    spread(table, "Gross", exposure.gross());
    spread(table, "Net", exposure.net());
    spread(table, "Long", exposure.longs());
    spread(table, "Short", shorts);
    spread(table, "Turnover a session", turnover);
    blocks.add(new Block.Listed(table.build()));
    blocks.add(new Block.Behind(data(turnover)));
    return new Section("exposure", "Exposure and turnover", blocks);
  }

  private LineChart chart(String id, String title, String description) {
    return new LineChart(id, title, description, PLOT_HEIGHT, AxisScale.Unit.FRACTION, sessions);
  }

  private static double mean(double[] values) {
    return defined(values).length == 0
        ? Double.NaN
        : Arrays.stream(defined(values)).sum() / defined(values).length;
  }

  private static double[] defined(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  private static void spread(Table.Builder table, String what, double[] values) {
    Quantiles quantiles = Quantiles.of(defined(values));
    table.row(
        what,
        NumberText.percent(mean(values)),
        NumberText.percent(quantiles.lowest()),
        NumberText.percent(quantiles.median()),
        NumberText.percent(quantiles.highest()),
        NumberText.percent(values[values.length - 1]));
  }

  private Table data(double[] turnover) {
    double[] longs = exposure.longs();
    double[] shorts = exposure.shorts();
    double[] counts = positions.counts();
    double[] largest = positions.largest();
    Table.Builder table =
        Table.titled("Exposure at the close" + SessionSample.note(sessions.size()))
            .column("Session", Kind.ROW_HEADING)
            .column("Long", Kind.NUMBER)
            .column("Short", Kind.NUMBER)
            .column("Turnover", Kind.NUMBER)
            .column("Positions", Kind.NUMBER)
            .column("Largest", Kind.NUMBER);
    for (int bar : SessionSample.of(sessions.size())) {
      table.row(
          sessions.get(bar).toString(),
          NumberText.percent(longs[bar]),
          NumberText.percent(shorts[bar]),
          NumberText.percent(turnover[bar]),
          NumberText.count((long) counts[bar]),
          NumberText.percent(largest[bar]));
    }
    return table.build();
  }

  /** How many positions, how large, and which. */
  Section positions() {
    if (positions.holdings().isEmpty()) {
      return new Section(
          "positions", "Positions", List.of(new Block.Said("Nothing was held at any close.")));
    }
    double[] counts = positions.counts();
    Block.Drawn number =
        new Block.Drawn(
            new LineChart(
                    "counts",
                    "Positions held",
                    "At each close; mean "
                        + NumberText.fixed(mean(counts), 1)
                        + ", at most "
                        + NumberText.fixed(Quantiles.of(counts).highest(), 0)
                        + ".",
                    PLOT_HEIGHT,
                    AxisScale.Unit.RATIO,
                    sessions)
                .add("equity", counts, LineChart.Shape.BARS)
                .paint());
    Block.Drawn largest =
        new Block.Drawn(
            chart(
                    "largest",
                    "Largest position",
                    "Size of the largest position at each close over equity, at most "
                        + NumberText.percent(Quantiles.of(positions.largest()).highest())
                        + ".")
                .add("equity", positions.largest(), LineChart.Shape.BARS)
                .paint());
    Table.Builder table =
        Table.titled(
                (positions.holdings().size() > MOST_HOLDINGS
                        ? "The "
                            + MOST_HOLDINGS
                            + " largest of "
                            + NumberText.count(positions.holdings().size())
                        : "All")
                    + " instruments held, by their largest weight at a close")
            .column("Symbol", Kind.ROW_HEADING)
            .column("Closes held", Kind.NUMBER)
            .column("Mean weight", Kind.NUMBER)
            .column("Largest long", Kind.NUMBER)
            .column("Largest short", Kind.NUMBER);
    positions.holdings().stream()
        .sorted(Comparator.comparingDouble(Positions.Holding::extremeWeight).reversed())
        .limit(MOST_HOLDINGS)
        .forEach(
            holding ->
                table.row(
                    List.of(
                        Cell.of(holding.symbol()),
                        Cell.of(NumberText.count(holding.sessions())),
                        Cell.of(NumberText.signedPercent(holding.meanWeight())),
                        weight(holding.longestWeight()),
                        weight(holding.shortestWeight()))));
    return new Section(
        "positions",
        "Positions",
        List.of(new Block.Beside(List.of(number, largest)), new Block.Listed(table.build())));
  }

  private static Cell weight(double value) {
    return Cell.of(value == 0 ? "\u2013" : NumberText.signedPercent(value));
  }
}
