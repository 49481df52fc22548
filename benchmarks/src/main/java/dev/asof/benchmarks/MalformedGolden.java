package dev.asof.benchmarks;

/** A file that is not what a golden file of its kind has to be; the message says where and why. */
final class MalformedGolden extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedGolden(String message) {
    super(message);
  }
}
