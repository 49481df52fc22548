package dev.asof.reports;

import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.DecisionNote;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Lineage;
import dev.asof.api.LookaheadInput;
import dev.asof.api.MarketEvent;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.PointInTime;
import dev.asof.api.PositionSide;
import dev.asof.api.SizeType;
import dev.asof.api.SourceFile;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** An experiment in which every text tries to be markup. */
final class HostileExperiment {
  static final String SYMBOL = "<script>alert(1)</script>";
  static final String TEXT = "\"onmouseover='x' <b>&amp; </script><script>alert(2)</script>";

  private HostileExperiment() {}

  static Experiment make() {
    List<LocalDate> sessions =
        List.of(LocalDate.of(2022, 9, 1), LocalDate.of(2022, 9, 2), LocalDate.of(2022, 9, 6));
    double[] prices = {10, 11, 12};
    Bars bars = Bars.copyOf(List.of(SYMBOL), sessions, prices, prices, prices, prices, prices);
    BacktestResult result =
        new BacktestResult(
            List.of(SYMBOL),
            sessions,
            100,
            new double[] {100, 89, 101},
            new double[] {100, 100, 101},
            new double[] {0, 1, 0},
            List.of(
                new OrderRecord(
                    0,
                    sessions.get(1),
                    SYMBOL,
                    SizeType.TARGET_SHARES,
                    1,
                    FillAt.OPEN,
                    OrderStatus.FILLED,
                    OrderReason.NONE)),
            List.of(new Fill(0, sessions.get(1), FillAt.OPEN, SYMBOL, TradeSide.BUY, 1, 11, 0)),
            List.of(
                new Trade(
                    SYMBOL,
                    PositionSide.LONG,
                    1,
                    sessions.get(1),
                    11,
                    0,
                    sessions.get(2),
                    12,
                    0,
                    1,
                    1 / 11.0,
                    false)),
            List.of(new DecisionNote(sessions.get(1), TEXT)),
            List.of(
                new MarketEvent(
                    TEXT,
                    TEXT,
                    List.of(new MarketEvent.Leg(SYMBOL, PositionSide.LONG)),
                    List.of(new MarketEvent.Milestone(TEXT, sessions.get(1))))));
    return new Experiment(
        TEXT,
        TEXT,
        TEXT,
        Map.of(TEXT, TEXT),
        252,
        List.of(new Experiment.Axis(TEXT, List.of(TEXT)), new Experiment.Axis("b", List.of(TEXT))),
        List.of(new Experiment.Cell(Map.of(TEXT, TEXT), result)),
        bars,
        List.of(
            new DataRef(
                TEXT,
                new PointInTime.Tag("Q1_2022"),
                1,
                0,
                Instant.EPOCH,
                1,
                List.of(new SourceFile(TEXT, TEXT, 1)),
                TEXT)),
        List.of(new LookaheadInput(TEXT, TEXT, Instant.EPOCH, Instant.EPOCH)),
        TEXT,
        new Lineage(TEXT, TEXT, TEXT, TEXT, TEXT, 0, Map.of(TEXT, TEXT)));
  }
}
