package dev.asof.api;

/** Which way a position earns. */
public enum PositionSide {
  /** Gains when the price rises. */
  LONG(1),
  /** Gains when the price falls. */
  SHORT(-1);

  private final int sign;

  PositionSide(int sign) {
    this.sign = sign;
  }

  /** 1 for long, -1 for short. */
  public int sign() {
    return sign;
  }
}
