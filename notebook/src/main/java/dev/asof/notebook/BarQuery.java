package dev.asof.notebook;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.SplitAdjustment;
import dev.asof.catalog.PanelScan;
import java.time.LocalDate;
import java.util.List;

/** A question for daily bars, which {@link #asOf} answers. */
public final class BarQuery {
  private final AsOf lake;
  private final List<String> symbols;
  private final LocalDate first;
  private final LocalDate last;

  BarQuery(AsOf lake, List<String> symbols, LocalDate first, LocalDate last) {
    this.lake = lake;
    this.symbols = symbols;
    this.first = first;
    this.last = last;
  }

  /** Only sessions from this day on, such as {@code 2022-09-01}. */
  public BarQuery from(String day) {
    return new BarQuery(lake, symbols, AsOf.day(day), last);
  }

  /** Only sessions up to this day, inclusive. */
  public BarQuery to(String day) {
    return new BarQuery(lake, symbols, first, AsOf.day(day));
  }

  /**
   * The bars as they were known at a tag or release; also {@code moment:INSTANT}, {@code
   * branch:NAME}, {@code snapshot:ID} and {@code timeline}.
   */
  public Prices asOf(String point) {
    return lake.work(
        () -> {
          PanelScan scan =
              lake.workspace().lake().bars(PointInTime.parse(point)).from(first).to(last);
          PanelScan narrowed = symbols.isEmpty() ? scan : scan.symbols(symbols);
          return new Prices(narrowed.read(), narrowed.ref(), splits(PointInTime.parse(point)));
        });
  }

  /** The splits of a point in time; none where the lake has no corporate actions of it. */
  private SplitAdjustment splits(PointInTime point) {
    try {
      return SplitAdjustment.of(lake.workspace().lake().corporateActions(point));
    } catch (AsOfException none) {
      if (none.code() != ErrorCode.TABLE_MISSING && none.code() != ErrorCode.TAG_MISSING) {
        throw none;
      }
      return SplitAdjustment.NONE;
    }
  }
}
