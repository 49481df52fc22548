package dev.asof.catalog;

import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import java.time.LocalDate;
import java.util.List;

/** A read of daily bars as of a point in time. Immutable: each refinement is a new scan. */
public final class PanelScan {
  static PanelScan of(Version version, dev.asof.api.PointInTime at) {
    throw new UnsupportedOperationException(at.toString());
  }

  /** Only these symbols, in this order; all symbols in alphabetical order when not called. */
  public PanelScan symbols(List<String> symbols) {
    throw new UnsupportedOperationException(symbols.toString());
  }

  /** Only sessions from this date on, inclusive. */
  public PanelScan from(LocalDate first) {
    throw new UnsupportedOperationException(first.toString());
  }

  /** Only sessions up to this date, inclusive. */
  public PanelScan to(LocalDate last) {
    throw new UnsupportedOperationException(last.toString());
  }

  /** What exactly is read. */
  public DataRef ref() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads the bars. The sessions are all dates on which any of the symbols has a bar; what a symbol
   * lacks is NaN.
   *
   * @throws dev.asof.api.AsOfException KEY_DUPLICATE when a symbol has two bars on a session,
   *     DATA_MISSING when a symbol has no bar at all or the period holds none
   */
  public Bars read() {
    throw new UnsupportedOperationException();
  }
}
