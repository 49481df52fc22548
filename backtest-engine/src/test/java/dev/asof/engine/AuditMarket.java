package dev.asof.engine;

import dev.asof.api.BarField;
import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.CorporateAction;
import dev.asof.api.IndexChange;
import dev.asof.api.IndexMembership;
import dev.asof.api.NewYorkTime;
import dev.asof.api.RevealedFact;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A random market for audits: walks with gaps, one of which ends, changes of an index with a list
 * of its members, splits and dividends announced a week before, a restated close in every eighth
 * session.
 */
final class AuditMarket {
  static final String INDEX = "Test 3";
  static final LocalDate FIRST = LocalDate.of(2012, 1, 2);

  private AuditMarket() {}

  static MarketData of(long seed, int sessions, int instruments) {
    Random random = new Random(seed);
    LocalDate[] dates = dates(sessions);
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < instruments; i++) {
      symbols.add("S" + i);
    }
    Bars bars = bars(random, dates, symbols);
    return MarketData.of(bars)
        .withFacts(facts(random, dates, symbols))
        .withActions(actions(random, dates, symbols))
        .withRevisions(revisions(bars));
  }

  private static LocalDate[] dates(int sessions) {
    LocalDate[] dates = new LocalDate[sessions];
    LocalDate day = FIRST;
    for (int bar = 0; bar < sessions; bar++) {
      while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
        day = day.plusDays(1);
      }
      dates[bar] = day;
      day = day.plusDays(1);
    }
    return dates;
  }

  private static Bars bars(Random random, LocalDate[] dates, List<String> symbols) {
    int instruments = symbols.size();
    double[][] fields = new double[5][dates.length * instruments];
    double[] price = new double[instruments];
    for (int i = 0; i < instruments; i++) {
      price[i] = 20 + 80 * random.nextDouble();
    }
    for (int cell = 0; cell < fields[0].length; cell++) {
      int i = cell % instruments;
      double open = price[i] * (1 + 0.02 * random.nextGaussian());
      double close = open * (1 + 0.02 * random.nextGaussian());
      boolean delisted = i > 1 && i == instruments - 1 && 5L * cell > 4L * fields[0].length;
      boolean gap = delisted || i > 0 && random.nextDouble() < 0.08;
      fields[0][cell] = gap ? Double.NaN : open;
      fields[1][cell] = gap ? Double.NaN : Math.max(open, close) * 1.005;
      fields[2][cell] = gap ? Double.NaN : Math.min(open, close) * 0.995;
      fields[3][cell] = gap ? Double.NaN : close;
      fields[4][cell] = gap ? Double.NaN : 1_000 + random.nextInt(9_000);
      price[i] = close;
    }
    return Bars.wrapUnsafe(symbols, dates, fields[0], fields[1], fields[2], fields[3], fields[4]);
  }

  private static List<RevealedFact> facts(Random random, LocalDate[] dates, List<String> symbols) {
    List<RevealedFact> facts = new ArrayList<>();
    for (int bar = 5; bar + 12 < dates.length; bar += 9) {
      LocalDate announced = dates[bar];
      boolean added = random.nextBoolean();
      IndexChange change =
          new IndexChange(
              INDEX,
              symbols.get(random.nextInt(symbols.size())),
              "",
              added ? IndexChange.Action.ADDED : IndexChange.Action.REMOVED,
              IndexChange.Kind.MEMBERSHIP,
              announced,
              dates[bar + 5],
              "test",
              NewYorkTime.announcement(announced));
      boolean ends = bar % 2 == 0;
      facts.add(
          new RevealedFact(
              change,
              change.knownAt(),
              ends ? Optional.of(NewYorkTime.close(dates[bar + 10])) : Optional.empty(),
              "index_changes"));
    }
    for (int bar = 2; bar < dates.length; bar += 40) {
      int left = random.nextInt(symbols.size());
      for (int i = 0; i < symbols.size(); i++) {
        if (i != left) {
          facts.add(
              RevealedFact.whenKnown(
                  new IndexMembership(
                      INDEX, dates[bar], symbols.get(i), "", NewYorkTime.close(dates[bar])),
                  "index_members"));
        }
      }
    }
    return facts;
  }

  private static List<CorporateAction> actions(
      Random random, LocalDate[] dates, List<String> symbols) {
    List<CorporateAction> actions = new ArrayList<>();
    for (int bar = 20; bar < dates.length; bar += 13) {
      String symbol = symbols.get(random.nextInt(symbols.size()));
      actions.add(
          bar % 2 == 0
              ? new CorporateAction.CashDividend(
                  symbol, dates[bar], 0.25, NewYorkTime.announcement(dates[bar - 5]))
              : new CorporateAction.Split(
                  symbol, dates[bar], 11, 10, NewYorkTime.announcement(dates[bar - 5])));
    }
    return actions;
  }

  private static BarRevisions revisions(Bars bars) {
    BarRevisions.Builder revisions = new BarRevisions.Builder();
    for (int bar = 6; bar + 8 < bars.sessions(); bar += 8) {
      double factor = 1.03;
      for (int version = 0; version < 2; version++) {
        double f = version == 0 ? factor : 1;
        revisions.add(
            bars.closeTime(version == 0 ? bar : bar + 6),
            bar,
            0,
            version,
            bars.valuesUnsafe(BarField.OPEN)[bar * bars.instruments()] * f,
            bars.high(bar, 0) * f,
            bars.low(bar, 0) * f,
            bars.close(bar, 0) * f,
            bars.volume(bar, 0));
      }
    }
    return revisions.build();
  }
}
