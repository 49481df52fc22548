package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/**
 * What happens to an order whose fill price is missing.
 *
 * @param answer what happens
 * @param sessions how many sessions ago the last close may be that an order fills at; 0 unless the
 *     answer is {@link Answer#LAST_PRICE}
 */
public record MissingPrice(Answer answer, int sessions) {
  /** What happens. */
  public enum Answer {
    /** The run ends. */
    REFUSE,
    /** Each attempt is recorded as ignored. */
    IGNORE,
    /** An order is recorded as ignored once. */
    IGNORE_REPEATS,
    /** Orders that close or reduce a position fill at the last close; others are ignored. */
    LAST_PRICE
  }

  /** The run ends with an error that names the instrument and the session. */
  public static final MissingPrice REFUSE = new MissingPrice(Answer.REFUSE, 0);

  /** Every attempt is recorded as ignored and the run goes on. */
  public static final MissingPrice IGNORE = new MissingPrice(Answer.IGNORE, 0);

  /**
   * The order is recorded as ignored and the run goes on. The same order for a later session, given
   * while nothing else became of it, is the one that waits already and is not recorded again.
   */
  public static final MissingPrice IGNORE_REPEATS = new MissingPrice(Answer.IGNORE_REPEATS, 0);

  /**
   * Checks the sessions.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public MissingPrice {
    boolean fills = answer == Answer.LAST_PRICE;
    if (fills ? sessions < 1 : sessions != 0) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid age of a last price " + sessions + ": expected sessions, 1 or more");
    }
  }

  /**
   * Orders at the open or close that close or reduce a position fill at the instrument's last
   * close, as corporate actions since then left it, when it is not too old; a run finding counts
   * them. All other orders go as with {@link #IGNORE_REPEATS}.
   *
   * @param sessions how many sessions ago the last close may be; 1 is the session before
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID} for less than 1
   */
  public static MissingPrice lastPrice(int sessions) {
    return new MissingPrice(Answer.LAST_PRICE, sessions);
  }

  /** Returns whether an order that goes on without effect is recorded once. */
  boolean ignoresRepeats() {
    return answer == Answer.IGNORE_REPEATS || answer == Answer.LAST_PRICE;
  }
}
