package dev.asof.notebook;

import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.SplitAdjustment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;

/** Daily bars as they were known at a point in time. */
public final class Prices {
  private final Bars bars;
  private final DataRef source;
  private final SplitAdjustment splits;

  Prices(Bars bars, DataRef source, SplitAdjustment splits) {
    this.bars = bars;
    this.source = source;
    this.splits = splits;
  }

  /** The bars as the engine reads them. */
  public Bars bars() {
    return bars;
  }

  /** Which snapshot they come from. */
  public DataRef source() {
    return source;
  }

  /** One row a session and symbol; sessions on which a symbol has no bar are left out. */
  public Table table() {
    List<List<Object>> rows = new ArrayList<>();
    for (int bar = 0; bar < bars.sessions(); bar++) {
      for (int i = 0; i < bars.instruments(); i++) {
        if (!Double.isNaN(bars.close(bar, i))) {
          rows.add(
              Arrays.asList(
                  bars.session(bar),
                  bars.symbols().get(i),
                  bars.open(bar, i),
                  bars.high(bar, i),
                  bars.low(bar, i),
                  bars.close(bar, i),
                  bars.volume(bar, i)));
        }
      }
    }
    return Tables.of(
        "daily bars as of " + source.asOf(),
        List.of("session", "symbol", "open", "high", "low", "close", "volume"),
        rows);
  }

  /** Growth of each symbol since its first close, in percent; a split is no growth. */
  public Picture chart() {
    Lines lines = new Lines("Growth since the first close, as of " + source.asOf(), "%");
    for (int i = 0; i < bars.instruments(); i++) {
      double[] growth = new double[bars.sessions()];
      double first = Double.NaN;
      for (int bar = 0; bar < growth.length; bar++) {
        double close =
            splits.priceUsd(bars.symbols().get(i), bars.session(bar), bars.close(bar, i));
        first = Double.isNaN(first) ? close : first;
        growth[bar] = (close / first - 1) * 100;
      }
      lines.add(bars.symbols().get(i), bars.sessionDates(), growth);
    }
    return lines.picture();
  }

  /** The table as text. */
  @Override
  public String toString() {
    return TableView.of(table()).text();
  }
}
