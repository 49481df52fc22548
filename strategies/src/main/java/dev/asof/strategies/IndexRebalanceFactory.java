package dev.asof.strategies;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.Fact;
import dev.asof.api.HoldingChange;
import dev.asof.api.IndexChange;
import dev.asof.api.Parameter;
import dev.asof.api.Parameters;
import dev.asof.api.Strategy;
import dev.asof.api.StrategyFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Index-rebalancing arbitrage: buy what an index adds and sell short the same amount of what it
 * removes. Entries: {@code AD+1}, the open after the announcement is known; {@code ED0}, the close
 * of the effective session; {@code MD+1}, the open after holdings show the change. After the
 * experiment in "Backtesting index rebalancing arbitrage with Amazon EMR and Apache Iceberg" (AWS
 * Big Data Blog).
 */
public final class IndexRebalanceFactory implements StrategyFactory {
  private static final Parameter<String> INDEX =
      Parameter.text(
          "index", "S&P 500", "index whose changes are traded, as announcements name it");
  private static final Parameter<LegSource> LEGS =
      Parameter.choice(
          "legs",
          LegSource.INDEX_CHANGES,
          "what names the instruments: announcements, or changes of a fund's holdings that an"
              + " announcement confirms");
  private static final Parameter<Entry> ENTRY =
      Parameter.choice(
          "entry",
          Entry.EFFECTIVE_CLOSE,
          Entry::label,
          "open after the announcement, close of the effective session, or open after holdings show"
              + " the change");
  private static final Parameter<Exit> HOLDING =
      Parameter.of(
          "holding",
          "holding",
          Exit.RANGE,
          "1d",
          "time from entry to exit, at the entry's price field",
          Exit::parse);
  private static final Parameter<Optional<LocalDate>> EXIT_SIGNAL =
      Parameter.optionalDate(
          "exitSignal", "session after which all is closed at the next open; replaces holding");
  private static final Parameter<Sizing> SIZING =
      Parameter.choice(
          "sizing",
          Sizing.GROSS_EXPOSURE,
          "whether size is the weight of each leg, or of all legs of an event together");
  private static final Parameter<Double> SIZE =
      Parameter.decimal("size", 1, 0, 100, "share of the account's value; 1 is 100 %");

  /** For the service loader. */
  public IndexRebalanceFactory() {}

  @Override
  public String name() {
    return "index-rebalance";
  }

  @Override
  public String summary() {
    return "Long what an index adds, short what it removes, around one of three dates";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(INDEX, LEGS, ENTRY, HOLDING, EXIT_SIGNAL, SIZING, SIZE);
  }

  /** Holdings only where legs or entry depend on them; given, they also date what was observed. */
  @Override
  public Set<Class<? extends Fact>> facts(Parameters parameters) {
    boolean needsHoldings =
        parameters.get(LEGS) == LegSource.HOLDINGS_DIFFERENCE
            || parameters.get(ENTRY) == Entry.AFTER_DISCLOSURE;
    return needsHoldings
        ? Set.of(IndexChange.class, HoldingChange.class)
        : Set.of(IndexChange.class);
  }

  @Override
  public Strategy create(Parameters parameters) {
    String index = parameters.get(INDEX);
    if (index.isBlank()) {
      throw new AsOfException(
          ErrorCode.PARAMETER_INVALID,
          "Invalid value '" + index + "' of parameter index: expected a name, such as S&P 500");
    }
    Exit exit =
        parameters.get(EXIT_SIGNAL).<Exit>map(Exit.Signal::new).orElse(parameters.get(HOLDING));
    return new IndexRebalance(
        new IndexRebalance.Rules(
            index,
            parameters.get(LEGS),
            parameters.get(ENTRY),
            exit,
            parameters.get(SIZING),
            parameters.get(SIZE)));
  }
}
