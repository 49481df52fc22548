package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;

/**
 * A part of what a broker takes for an order. Retail schedules add these up; see Interactive
 * Brokers' published tariff for US stocks (fixed plan: 0.005 USD per share, at least 1 USD per
 * order).
 */
public sealed interface Commission {
  /**
   * A fraction of the traded value (Harris 2003, Trading and Exchanges, ch. 7, ad valorem
   * commission).
   *
   * @param fraction 0.001 for 10 basis points; 0 or more
   */
  record Percent(double fraction) implements Commission {
    /** Checks the range. */
    public Percent {
      check("commission fraction", fraction);
    }
  }

  /**
   * An amount for each order (a ticket charge). An order that fills over several sessions pays it
   * with its first fill.
   *
   * @param usd 0 or more
   */
  record Fixed(double usd) implements Commission {
    /** Checks the range. */
    public Fixed {
      check("commission per order in USD", usd);
    }
  }

  /**
   * An amount for each share.
   *
   * @param usd 0 or more
   */
  record PerShare(double usd) implements Commission {
    /** Checks the range. */
    public PerShare {
      check("commission per share in USD", usd);
    }
  }

  /**
   * The least that an order costs: the sum of the other parts is raised to it. An order that fills
   * over several sessions pays it with its first fill, and then nothing until its other fees add up
   * to more; so does Interactive Brokers' tariff, whose minimum is per order.
   *
   * @param usd 0 or more
   */
  record MinimumPerOrder(double usd) implements Commission {
    /** Checks the range. */
    public MinimumPerOrder {
      check("least commission per order in USD", usd);
    }
  }

  private static void check(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid " + what + " " + value + ": expected a finite number, 0 or more");
    }
  }
}
