package dev.asof.api;

/**
 * What a strategy writes its decisions to. Orders are for the session about to open and lapse when
 * it ends, unless they are good till cancelled; an instrument has at most one order per {@link
 * FillAt}, and a later one replaces it.
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

  /**
   * Gives an order.
   *
   * @throws IllegalArgumentException for an instrument that isn't listed
   */
  void submit(Order order);

  /**
   * Withdraws the order of an instrument that waits for this kind of fill, if there is one.
   *
   * @throws IllegalArgumentException for an instrument that isn't listed
   */
  void cancel(int instrument, FillAt at);

  /**
   * Protects the position that an instrument has or will get, until this is called again; {@link
   * Protection#NONE} ends it. A position that is already held is measured from its last close.
   *
   * @throws IllegalArgumentException for an instrument that isn't listed
   */
  void protect(int instrument, Protection protection);

  /**
   * Values an instrument at this price when the orders of this session are sized, instead of at the
   * price that the run prescribes; later sessions keep it until a newer price is known. Positions
   * are marked at their closes all the same.
   *
   * @param priceUsd in USD, above 0; NaN for unknown, so that orders sized by value are ignored
   * @throws IllegalArgumentException for an instrument that isn't listed, or a price that is
   *     infinite or below 0
   */
  void value(int instrument, double priceUsd);

  /** Records why something was done or left, for the report. One line of plain text. */
  void note(String text);

  /**
   * Records a note that a reader has to know before the run's numbers; see {@link RunFinding}.
   *
   * @param kind the kind of finding that it belongs to
   */
  default void note(RunFinding.Kind kind, String text) {
    note(text);
  }

  /** Records a market event that the strategy acts on; the latest one with the same id counts. */
  void event(MarketEvent event);
}
