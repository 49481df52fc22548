package dev.asof.cli;

import dev.asof.api.NyseCalendar;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A lake with a year of two made instruments under two tags, for sweeps. */
final class SweepLake {
  /**
   * A strategy of somebody else's that takes its time, and writes the process that runs it into a
   * file when it comes to a certain scenario.
   */
  private static final String PATIENT =
      """
      package outside;

      import dev.asof.api.*;
      import java.nio.file.*;
      import java.util.*;

      public final class Patient implements StrategyFactory {
        private static final Parameter<Integer> N = Parameter.whole("n", 0, 0, 100000, "which");
        private static final Parameter<Integer> MILLIS = Parameter.whole("millis", 0, 0, 1000, "wait");
        private static final Parameter<Integer> AT = Parameter.whole("at", -1, -1, 100000, "mark");
        private static final Parameter<String> MARK = Parameter.text("mark", "", "file");

        public String name() { return "patient"; }
        public String summary() { return "Waits, buys once and waits"; }
        public List<Parameter<?>> parameters() { return List.of(N, MILLIS, AT, MARK); }
        public Set<Class<? extends Fact>> facts(Parameters parameters) { return Set.of(); }
        public Strategy create(Parameters parameters) {
          try {
            Path mark = Path.of(parameters.get(MARK));
            if (parameters.get(N).equals(parameters.get(AT)) && !Files.exists(mark)) {
              Files.writeString(mark, Long.toString(ProcessHandle.current().pid()));
              Thread.sleep(10_000);
            }
            Thread.sleep(parameters.get(MILLIS));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new Run(parameters.get(N));
        }

        private record Run(int n) implements Strategy {
          public void decide(MarketView view, OrderSheet orders) {
            if (view.bars() > n % 200 && view.shares(0) == 0) {
              orders.targetWeight(0, 0.5 + n % 7 / 20.0, FillAt.OPEN);
            }
          }
          public Strategy copy() { return this; }
        }
      }
      """;

  private final Path folder;
  private final WrittenLake lake;

  SweepLake(Path folder) {
    this.folder = folder;
    this.lake = new WrittenLake(folder);
    lake.publish(TableDefinition.DAILY_BARS, "T1", bars(1));
    lake.publish(TableDefinition.DAILY_BARS, "T2", bars(2));
  }

  private static List<Object[]> bars(long seed) {
    Random random = new Random(seed);
    List<Object[]> rows = new ArrayList<>();
    double[] price = {100, 50};
    LocalDate end = LocalDate.parse("2023-01-01");
    for (LocalDate day = LocalDate.parse("2022-01-01"); day.isBefore(end); day = day.plusDays(1)) {
      if (NyseCalendar.isSession(day)) {
        for (int i = 0; i < price.length; i++) {
          double open = price[i] * (1 + 0.01 * random.nextGaussian());
          price[i] = open * (1 + 0.01 * random.nextGaussian());
          rows.add(WrittenLake.bar(day.toString(), i == 0 ? "AAA" : "BBB", open, price[i]));
        }
      }
    }
    return rows;
  }

  /** Commands that use this lake. */
  Asof asof() {
    return lake.asof();
  }

  /** A sweep or backtest beside the lake. */
  String definition(String name, String text) {
    return lake.definition(name, text);
  }

  /** Puts the patient strategy into {@code plugins}. */
  void writePatientStrategy() throws IOException {
    OutsideJar.write(folder, "Patient", PATIENT, StrategyFactory.class, "outside.Patient");
  }

  /** A sweep of so many waits. */
  String patientSweep(String name, int scenarios, int millis, int at, Path mark) {
    return definition(
        name,
        """
        strategy: patient
        universe: [AAA, BBB]
        data: {asOf: T1}
        parameters: {millis: %d, at: %d, mark: "%s"}
        sweep:
          product:
            parameters.n: {from: 0, to: %d, step: 1}
        """
            .formatted(millis, at, mark, scenarios - 1));
  }
}
