package dev.asof.engine;

import dev.asof.api.SizeType;

/**
 * Orders of many independent accounts, at most one per bar and column: {@code sizes[bar * columns +
 * column]}, NaN for no order.
 */
public final class PanelOrders {
  private final SizeType type;
  private final int columns;
  private final double[] sizes;

  private PanelOrders(SizeType type, int columns, double[] sizes) {
    if (columns < 1 || sizes.length % columns != 0) {
      throw new IllegalArgumentException(
          "Invalid orders: " + sizes.length + " sizes are not rows of " + columns);
    }
    this.type = type;
    this.columns = columns;
    this.sizes = sizes;
  }

  /** Orders over a copy of the sizes. */
  public static PanelOrders copyOf(SizeType type, int columns, double[] sizes) {
    return new PanelOrders(type, columns, sizes.clone());
  }

  /** As {@link #copyOf}, but over the array itself: the caller must not write to it again. */
  public static PanelOrders wrapUnsafe(SizeType type, int columns, double[] sizes) {
    return new PanelOrders(type, columns, sizes);
  }

  /** What the sizes mean. */
  public SizeType type() {
    return type;
  }

  /** Number of accounts. */
  public int columns() {
    return columns;
  }

  /** Number of bars. */
  public int bars() {
    return sizes.length / columns;
  }

  double[] sizesUnsafe() {
    return sizes;
  }
}
