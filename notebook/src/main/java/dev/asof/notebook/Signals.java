package dev.asof.notebook;

import java.lang.reflect.Proxy;

/** Takes signals of the operating system. */
final class Signals {
  private Signals() {}

  /**
   * Runs an action at each SIGINT from now on, instead of ending the process. The JDK's classes for
   * signals are called by reflection, because the compiler warns of them and can't be told not to.
   */
  static void interrupt(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("Cannot take SIGINT: the JDK lacks its class", missing);
    }
  }
}
