package dev.asof.reports;

/** Which sessions a chart's table lists: all of a short run, every n-th of a long one. */
final class SessionSample {
  private static final int MOST_ROWS = 130;

  private SessionSample() {}

  /** Ascending indexes with the last session among them. */
  static int[] of(int sessions) {
    int step = step(sessions);
    int[] sample = new int[(sessions + step - 1) / step];
    for (int i = 0; i < sample.length; i++) {
      sample[sample.length - 1 - i] = sessions - 1 - i * step;
    }
    return sample;
  }

  /** Says in a caption that sessions are left out; empty when none is. */
  static String note(int sessions) {
    int step = step(sessions);
    return step == 1 ? "" : ", every " + step + "th session; result.json has all of them";
  }

  private static int step(int sessions) {
    return (sessions + MOST_ROWS - 1) / MOST_ROWS;
  }
}
