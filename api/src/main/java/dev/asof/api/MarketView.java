package dev.asof.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * All that is known now, and nothing later. Now is the open of {@link #session()}, before its first
 * trade: the last bar is that of the session before, and every fact was known by this moment.
 *
 * <p>Bars are counted backwards: {@code barsAgo = 1} is the last finished session, {@code barsAgo =
 * bars()} the first. There is no {@code barsAgo = 0}. A view is valid during one call of {@link
 * Strategy#decide}.
 */
public interface MarketView {
  /** The simulated moment. */
  Instant now();

  /** The session that is about to open. */
  LocalDate session();

  /** Number of finished sessions; 0 before the first. */
  int bars();

  /** Number of instruments. */
  int instruments();

  /** The symbol of an instrument. */
  String symbol(int instrument);

  /** The instrument with this symbol, or -1 when it is not in the universe. */
  int indexOf(String symbol);

  /**
   * The date of a finished session.
   *
   * @throws IndexOutOfBoundsException unless {@code 1 <= barsAgo <= bars()}
   */
  LocalDate sessionOf(int barsAgo);

  /**
   * First traded price in USD, raw; NaN when there is no bar.
   *
   * @throws IndexOutOfBoundsException unless {@code 1 <= barsAgo <= bars()}
   */
  double open(int instrument, int barsAgo);

  /** Highest traded price, as {@link #open}. */
  double high(int instrument, int barsAgo);

  /** Lowest traded price, as {@link #open}. */
  double low(int instrument, int barsAgo);

  /** Last traded price, as {@link #open}. */
  double close(int instrument, int barsAgo);

  /** Traded shares, as {@link #open}. */
  double volume(int instrument, int barsAgo);

  /** Facts of a type known by now, in the order in which they became visible. */
  <F extends Fact> List<F> facts(Class<F> type);

  /** Of {@link #facts(Class)} those that were not visible at the decision before this one. */
  <F extends Fact> List<F> newFacts(Class<F> type);

  /** Shares held, negative when short. */
  double shares(int instrument);

  /** Cash in USD over all accounts, with the proceeds of short sales; may be negative. */
  double cashUsd();

  /** Cash and positions in USD over all accounts, positions at their last close. */
  double equityUsd();

  /** {@link #cashUsd()} of the account that trades an instrument. */
  double cashUsdOf(int instrument);

  /**
   * Cash of the account that trades an instrument, without the proceeds of short sales and without
   * as much again, which secures them.
   */
  double freeCashUsdOf(int instrument);

  /** {@link #equityUsd()} of the account that trades an instrument. */
  double equityUsdOf(int instrument);
}
