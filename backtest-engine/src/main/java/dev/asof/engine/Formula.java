package dev.asof.engine;

/** How one metric is computed; NaN where it is not defined. */
interface Formula {
  double of(Measurement measured);
}
