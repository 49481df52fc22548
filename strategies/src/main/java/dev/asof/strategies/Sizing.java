package dev.asof.strategies;

/** What the size of a position means. */
enum Sizing {
  /** Each leg has the whole size. */
  WEIGHT_PER_LEG {
    @Override
    double weight(double size, int legs) {
      return size;
    }
  },
  /** The legs of one event share the size equally. */
  GROSS_EXPOSURE {
    @Override
    double weight(double size, int legs) {
      return size / legs;
    }
  };

  /** The weight of one leg of an event with this many, as a share of the account's value. */
  abstract double weight(double size, int legs);
}
