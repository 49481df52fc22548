package dev.asof.api;

/**
 * What a strategy writes its decisions to. Orders are for the session about to open and lapse when
 * it ends; an instrument has at most one order per session and fill, and a later one replaces it.
 */
public interface OrderSheet {
  /**
   * Asks that the position become this share of the account's value.
   *
   * @param instrument index of the instrument
   * @param weight share of the account's value, negative when short; finite
   * @param at when the order fills
   * @throws IllegalArgumentException for an instrument that isn't listed or a weight that isn't
   *     finite
   */
  void targetWeight(int instrument, double weight, FillAt at);

  /**
   * Asks that the position become this number of shares; 0 closes it.
   *
   * @param instrument index of the instrument
   * @param shares negative when short; finite
   * @param at when the order fills
   * @throws IllegalArgumentException as {@link #targetWeight}
   */
  void targetShares(int instrument, double shares, FillAt at);

  /** Records why something was done or left, for the report. One line of plain text. */
  void note(String text);

  /** Records a market event that the strategy acts on; the latest one with the same id counts. */
  void event(MarketEvent event);
}
