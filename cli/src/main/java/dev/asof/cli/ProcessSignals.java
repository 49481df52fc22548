package dev.asof.cli;

import java.lang.reflect.Proxy;

/**
 * What this process does at a signal. By reflection, because the compiler warns of these classes
 * and can't be told not to.
 */
final class ProcessSignals {
  private ProcessSignals() {}

  /**
   * Sets what is done at a signal. A signal that the process was started to ignore stays ignored.
   *
   * @param name without {@code SIG}, for example {@code TERM}
   * @return what was done before, for {@link #restore}
   */
  static Object handle(String name, Runnable work) {
    return restore(
        name,
        Proxy.newProxyInstance(
            ProcessSignals.class.getClassLoader(),
            new Class<?>[] {type("sun.misc.SignalHandler")},
            (proxy, method, arguments) -> {
              work.run();
              return null;
            }));
  }

  /** Sets what is done at a signal to what was done before. */
  static Object restore(String name, Object handler) {
    Class<?> signal = type("sun.misc.Signal");
    try {
      return signal
          .getMethod("handle", signal, type("sun.misc.SignalHandler"))
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
