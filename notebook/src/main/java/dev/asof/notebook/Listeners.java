package dev.asof.notebook;

import java.lang.reflect.Field;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;

/**
 * Keeps the threads alive that listen to Jupyter. Those of version 3.0.1 end when they run before
 * their own start has marked them as running, or get a message before the kernel has set its
 * handlers; it never answers then. On a busy machine one start in four failed so. A thread that
 * ended although nobody ended it is replaced; Jupyter repeats the message that was lost.
 */
final class Listeners {
  private static final String[] CHANNELS = {"heartbeat", "shell", "control"};
  private static final long PAUSE_MILLIS = 50;

  private final Channels channels;

  Listeners(Channels channels) {
    this.channels = channels;
  }

  /** Until the kernel is told to end. */
  void keepAlive() {
    try {
      boolean anyRuns = true;
      while (anyRuns) {
        anyRuns = false;
        for (String name : CHANNELS) {
          anyRuns |= keepAlive(field(channels, name).get(channels));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (ReflectiveOperationException otherVersion) {
      throw new IllegalStateException(
          "Cannot watch the kernel: it is of another version than AsOf was built with",
          otherVersion);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this channel is to listen; if it is and doesn't, it does now. */
  private static boolean keepAlive(Object channel) throws ReflectiveOperationException {
    Field place = field(channel, "loopThread");
    LoopThread thread = (LoopThread) place.get(channel);
    if (!field(thread, "running").getBoolean(thread)) {
      return false;
    }
    if (!thread.isAlive()) {
      LoopThread next =
          new LoopThread(
              thread.getName(),
              field(thread, "sleep").getLong(thread),
              (Runnable) field(thread, "loopBody").get(thread));
      place.set(channel, next);
      next.start();
    }
    return true;
  }

  private static Field field(Object owner, String name) throws NoSuchFieldException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
