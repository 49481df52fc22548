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

  /**
   * The ticker of an instrument at {@link #session()}, as {@link Listing}s known by now say; its
   * {@link #instrumentName} where none of them covers the session.
   */
  String symbol(int instrument);

  /**
   * The name of an instrument for ever, as the bars have it: that of {@link Listing#instrument},
   * and the ticker itself where the data has no listings.
   */
  String instrumentName(int instrument);

  /**
   * The instrument with this ticker at {@link #session()}, as {@link Listing}s known by now say:
   * after a rename the new ticker leads to it and the old one does not, and a ticker that is used
   * again leads to its owner of now. Where no listing answers, the instrument with this name; -1
   * when there is none in the universe.
   */
  int indexOf(String ticker);

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

  /**
   * {@link #close} in shares and money of now: times {@link #priceFactor}. NaN when there is no
   * bar.
   *
   * @throws IndexOutOfBoundsException as {@link #open}
   */
  double adjustedClose(int instrument, int barsAgo);

  /**
   * What a raw price of a bar is multiplied with to be compared with prices of {@link #session()}:
   * the product over all splits and cash dividends known by now with an ex-date after the bar and
   * not after the session. A split counts old shares over new ones, a dividend {@code 1 - D / P}
   * with the last close before its ex-date (CRSP, Data Descriptions Guide, factors to adjust
   * prices); actions of one ex-date count in the order in which they became known. A dividend
   * counts 1 where no close before it is known or it is at least that close.
   *
   * <p>It changes when an action becomes known or is corrected, and never for what is not known.
   *
   * @return above 0; 1 without actions
   * @throws IndexOutOfBoundsException as {@link #open}
   */
  double priceFactor(int instrument, int barsAgo);

  /**
   * Whether an instrument is a member of an index at the open of {@link #session()}, as {@link
   * #members} has it.
   */
  boolean isMember(String index, int instrument);

  /**
   * The members of an index at the open of {@link #session()} as known by now: the latest list of
   * {@link IndexMembership} that speaks about a day not after the session, carried on by each known
   * {@link IndexChange} that is effective after that day and not after the session (a change is
   * effective before the open of its date). Tickers are those of the day that the list or the
   * change speaks about. Members that are not in the universe are left out.
   *
   * @return instruments in ascending order, a copy; empty when no list is known
   */
  int[] members(String index);

  /**
   * Facts of a type known by now, in the order in which they became visible. A fact that was
   * withdrawn or restated is left out from that moment on.
   *
   * @return unmodifiable; it stays as it is when more becomes known
   */
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

  /**
   * Returns the most that long and short positions together may be worth, as a multiple of the
   * account's value; infinite where the run gives no limit.
   */
  default double maxLeverage() {
    return Double.POSITIVE_INFINITY;
  }
}
