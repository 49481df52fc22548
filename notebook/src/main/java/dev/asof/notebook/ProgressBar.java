package dev.asof.notebook;

import dev.asof.cli.Progress;
import org.rapaio.jupyter.kernel.global.Global;

/**
 * Shows in the notebook how far long work is. Work that is over in a moment shows nothing, and so
 * does a program that is no notebook.
 */
final class ProgressBar implements Progress {
  /** The kernel says so itself: asking its classes would start another one. */
  private static volatile boolean inKernel;

  private static final long PATIENCE_NANOS = 400_000_000L;
  private static final long PAUSE_NANOS = 100_000_000L;

  private long startedNanos;
  private long shownNanos;
  private String displayId;
  private int furthest;

  /**
   * A moment of long work.
   *
   * @param what the pieces, in the plural
   * @param done how many are done
   * @param of how many there are in all
   */
  record Step(String what, int done, int of) {
    String html() {
      return "<progress value=\"" + done + "\" max=\"" + of + "\"></progress> " + this;
    }

    @Override
    public String toString() {
      return done + " of " + of + " " + what;
    }
  }

  /** This process is a kernel. */
  static void showInKernel() {
    inKernel = true;
  }

  /** Long work may begin now. */
  synchronized void begin() {
    startedNanos = System.nanoTime();
    displayId = null;
    furthest = 0;
  }

  @Override
  public synchronized void advance(String what, int done, int of) {
    if (!inKernel) {
      return;
    }
    if (done == 1) {
      furthest = 0;
    }
    furthest = Math.max(furthest, done);
    long now = System.nanoTime();
    Step step = new Step(what, furthest, of);
    if (displayId == null) {
      if (now - startedNanos > PATIENCE_NANOS) {
        displayId = Global.display(step);
        shownNanos = now;
      }
    } else if (furthest == of || now - shownNanos > PAUSE_NANOS) {
      Global.updateDisplay(displayId, step);
      shownNanos = now;
    }
  }
}
