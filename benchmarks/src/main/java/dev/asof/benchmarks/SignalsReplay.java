package dev.asof.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.asof.api.BacktestResult;
import dev.asof.api.Direction;
import dev.asof.api.OrderCosts;
import dev.asof.api.OrderTerms;
import dev.asof.engine.Accumulation;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.DirectionConflict;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.OppositeEntry;
import dev.asof.engine.SignalConflict;
import dev.asof.engine.SignalRules;
import dev.asof.engine.SignalSimulator;
import dev.asof.engine.Signals;
import dev.asof.engine.StopRules;

/** Replays entry and exit signals with their stops. */
final class SignalsReplay implements Signals {
  private final JsonNode file;
  private final Prices prices;
  private final int bars;
  private final int columns;
  private final boolean[][][] signals;
  private final Valuation valuation;
  private final Setting size;
  private final Setting sizeType;
  private final Setting accumulate;
  private final Setting longConflict;
  private final Setting shortConflict;
  private final Setting directionConflict;
  private final Setting oppositeEntry;
  private final Setting stopLoss;
  private final Setting trailing;
  private final Setting takeProfit;
  private final Setting stopEntry;
  private final Setting stopExit;
  private final Setting stopAction;
  private final Setting stopUpdate;
  private final Setting fees;
  private final Setting fixedFees;
  private final Setting slippage;
  private final Setting minSize;
  private final Setting maxSize;
  private final Setting granularity;
  private final Setting lockCash;
  private final Setting allowPartial;

  private int[][] places;

  private SignalsReplay(JsonNode file) {
    this.file = file;
    JsonNode inputs = Golden.part(file, "inputs");
    prices = Prices.of(inputs);
    bars = prices.bars();
    columns = prices.columns();
    signals = signals(inputs);
    valuation = Valuation.of(file, prices.order(), prices.close());
    size = setting("size", Double.POSITIVE_INFINITY);
    sizeType = setting("size_type", "amount");
    accumulate = setting("accumulate", "disabled");
    longConflict = setting("upon_long_conflict", "ignore");
    shortConflict = setting("upon_short_conflict", "ignore");
    directionConflict = setting("upon_dir_conflict", "ignore");
    oppositeEntry = setting("upon_opposite_entry", "reversereduce");
    stopLoss = setting("sl_stop", Double.NaN);
    trailing = setting("sl_trail", JsonNodeFactory.instance.booleanNode(false));
    takeProfit = setting("tp_stop", Double.NaN);
    stopEntry = setting("stop_entry_price", "close");
    stopExit = setting("stop_exit_price", "stoplimit");
    stopAction = setting("upon_stop_exit", "close");
    stopUpdate = setting("upon_stop_update", "override");
    fees = setting("fees", 0);
    fixedFees = setting("fixed_fees", 0);
    slippage = setting("slippage", 0);
    minSize = setting("min_size", 1e-8);
    maxSize = setting("max_size", Double.POSITIVE_INFINITY);
    granularity = setting("size_granularity", Double.NaN);
    lockCash = setting("lock_cash", JsonNodeFactory.instance.booleanNode(false));
    allowPartial = setting("allow_partial", JsonNodeFactory.instance.booleanNode(true));
  }

  /** Runs the signals of a file and writes the result as the file has it. */
  static JsonNode outputs(JsonNode file) {
    return new SignalsReplay(file).run();
  }

  private Setting setting(String name, JsonNode otherwise) {
    return Setting.of(file, name, otherwise, bars, columns);
  }

  private Setting setting(String name, double otherwise) {
    return setting(name, JsonNodeFactory.instance.numberNode(otherwise));
  }

  private Setting setting(String name, String otherwise) {
    return setting(name, JsonNodeFactory.instance.textNode(otherwise));
  }

  /** Long entries, long exits, short entries, short exits. */
  private boolean[][][] signals(JsonNode inputs) {
    boolean[][] entries = flags(inputs, "entries");
    boolean[][] exits = flags(inputs, "exits");
    if (inputs.has("short_entries") || inputs.has("short_exits")) {
      return new boolean[][][] {
        entries, exits, flags(inputs, "short_entries"), flags(inputs, "short_exits")
      };
    }
    Setting direction = setting("direction", "longonly");
    boolean[][][] signals = new boolean[4][bars][columns];
    for (int column = 0; column < columns; column++) {
      for (int bar = 0; bar < bars; bar++) {
        Direction way = OrdersReplay.directionOf(direction, bar, column);
        boolean entry = entries[bar][column];
        boolean exit = exits[bar][column];
        signals[0][bar][column] = way != Direction.SHORT_ONLY && entry;
        signals[1][bar][column] = way == Direction.LONG_ONLY && exit;
        signals[2][bar][column] =
            way == Direction.BOTH ? exit : way == Direction.SHORT_ONLY && entry;
        signals[3][bar][column] = way == Direction.SHORT_ONLY && exit;
      }
    }
    return signals;
  }

  private boolean[][] flags(JsonNode inputs, String name) {
    JsonNode rows = Golden.part(inputs, name);
    if (!rows.isArray() || rows.size() != bars) {
      throw new MalformedGolden(name + " has " + rows.size() + " rows instead of " + bars);
    }
    boolean[][] flags = new boolean[bars][columns];
    for (int bar = 0; bar < bars; bar++) {
      JsonNode row = rows.get(bar);
      if (row.isArray() && row.size() != columns) {
        throw new MalformedGolden(
            name + "[" + bar + "] has " + row.size() + " columns instead of " + columns);
      }
      for (int column = 0; column < columns; column++) {
        flags[bar][column] =
            Golden.flag(row.isArray() ? row.get(column) : row, name + "[" + bar + "]");
      }
    }
    return flags;
  }

  private JsonNode run() {
    Columns layout = Columns.of(file.path("config"), columns);
    CallSequence sequence = CallSequence.of(file, layout, bars);
    places = sequence.places();
    JsonNode revalues = file.path("config").path("update_value");
    BacktestSpec spec =
        BacktestSpec.builder()
            .accounts(layout.plans())
            .missingPrice(MissingPrice.IGNORE)
            .sizingPrice(valuation.policy())
            .revalueAfterFills(!revalues.isMissingNode() && Golden.flag(revalues, "update_value"))
            .fillOrder(sequence.fillOrder())
            .build();
    JsonNode sees = file.path("config").path("stops_see_ohlc");
    double[][] nothing = Columns.nothing(bars, columns);
    boolean hidden = !sees.isMissingNode() && !Golden.flag(sees, "stops_see_ohlc");
    BacktestResult result =
        SignalSimulator.run(
            spec,
            Columns.bars(
                hidden ? nothing : prices.open(),
                hidden ? nothing : prices.high(),
                hidden ? nothing : prices.low(),
                prices.close()),
            this);
    return new OutputTree(result, prices.close(), layout.accountOf(), layout.unitOf()).write();
  }

  @Override
  public boolean longEntry(int bar, int instrument) {
    return signals[0][bar][instrument];
  }

  @Override
  public boolean longExit(int bar, int instrument) {
    return signals[1][bar][instrument];
  }

  @Override
  public boolean shortEntry(int bar, int instrument) {
    return signals[2][bar][instrument];
  }

  @Override
  public boolean shortExit(int bar, int instrument) {
    return signals[3][bar][instrument];
  }

  @Override
  public double priceUsd(int bar, int instrument) {
    return prices.order()[bar][instrument];
  }

  @Override
  public double valuationUsd(int bar, int instrument) {
    return valuation.prices()[bar][instrument];
  }

  @Override
  public int place(int bar, int instrument) {
    return places[bar][instrument];
  }

  @Override
  public SignalRules rules(int bar, int column) {
    return new SignalRules(
        size.number(bar, column),
        OrdersReplay.sizeTypeOf(sizeType, bar, column),
        accumulation(bar, column),
        conflict(longConflict, bar, column),
        conflict(shortConflict, bar, column),
        switch (directionConflict.word(bar, column)) {
          case "ignore" -> DirectionConflict.IGNORE;
          case "long" -> DirectionConflict.LONG;
          case "short" -> DirectionConflict.SHORT;
          case "adjacent" -> DirectionConflict.ADJACENT;
          case "opposite" -> DirectionConflict.OPPOSITE;
          default ->
              throw directionConflict.unknown(
                  bar, column, "ignore, long, short, adjacent, opposite");
        },
        switch (oppositeEntry.word(bar, column)) {
          case "ignore" -> OppositeEntry.IGNORE;
          case "close" -> OppositeEntry.CLOSE;
          case "closereduce" -> OppositeEntry.CLOSE_REDUCE;
          case "reverse" -> OppositeEntry.REVERSE;
          case "reversereduce" -> OppositeEntry.REVERSE_REDUCE;
          default ->
              throw oppositeEntry.unknown(
                  bar, column, "ignore, close, closereduce, reverse, reversereduce");
        });
  }

  private Accumulation accumulation(int bar, int column) {
    return switch (accumulate.word(bar, column)) {
      case "disabled", "false" -> Accumulation.NONE;
      case "both", "true" -> Accumulation.BOTH;
      case "addonly" -> Accumulation.ADD_ONLY;
      case "removeonly" -> Accumulation.REMOVE_ONLY;
      default -> throw accumulate.unknown(bar, column, "true, false, addonly, removeonly, both");
    };
  }

  private static SignalConflict conflict(Setting setting, int bar, int column) {
    return switch (setting.word(bar, column)) {
      case "ignore" -> SignalConflict.IGNORE;
      case "entry" -> SignalConflict.ENTRY;
      case "exit" -> SignalConflict.EXIT;
      case "adjacent" -> SignalConflict.ADJACENT;
      case "opposite" -> SignalConflict.OPPOSITE;
      default -> throw setting.unknown(bar, column, "ignore, entry, exit, adjacent, opposite");
    };
  }

  @Override
  public StopRules stops(int bar, int column) {
    return new StopRules(
        stopLoss.number(bar, column),
        trailing.flag(bar, column),
        takeProfit.number(bar, column),
        switch (stopEntry.word(bar, column)) {
          case "valprice" -> StopRules.Entry.VALUATION;
          case "price" -> StopRules.Entry.PRICE;
          case "fillprice" -> StopRules.Entry.FILL;
          case "close" -> StopRules.Entry.CLOSE;
          default -> throw stopEntry.unknown(bar, column, "valprice, price, fillprice, close");
        },
        switch (stopExit.word(bar, column)) {
          case "stoplimit" -> StopRules.Exit.STOP_LIMIT;
          case "stopmarket" -> StopRules.Exit.STOP_MARKET;
          case "price" -> StopRules.Exit.PRICE;
          case "close" -> StopRules.Exit.CLOSE;
          default -> throw stopExit.unknown(bar, column, "stoplimit, stopmarket, price, close");
        },
        switch (stopAction.word(bar, column)) {
          case "close" -> StopRules.Action.CLOSE;
          case "closereduce" -> StopRules.Action.CLOSE_REDUCE;
          case "reverse" -> StopRules.Action.REVERSE;
          case "reversereduce" -> StopRules.Action.REVERSE_REDUCE;
          default ->
              throw stopAction.unknown(bar, column, "close, closereduce, reverse, reversereduce");
        },
        switch (stopUpdate.word(bar, column)) {
          case "keep" -> StopRules.Update.KEEP;
          case "override" -> StopRules.Update.OVERRIDE;
          case "overridenan" -> StopRules.Update.OVERRIDE_NONE;
          default -> throw stopUpdate.unknown(bar, column, "keep, override, overridenan");
        });
  }

  @Override
  public OrderTerms terms(int bar, int column) {
    double lot = granularity.number(bar, column);
    return new OrderTerms(
        Direction.BOTH,
        minSize.number(bar, column),
        maxSize.number(bar, column),
        Double.isNaN(lot) ? 0 : lot,
        allowPartial.flag(bar, column),
        lockCash.flag(bar, column));
  }

  @Override
  public OrderCosts costs(int bar, int column) {
    return new OrderCosts(
        fees.number(bar, column), fixedFees.number(bar, column), slippage.number(bar, column));
  }
}
