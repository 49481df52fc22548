package dev.asof.notebook;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.rapaio.jupyter.kernel.channels.AbstractChannel;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.MessageHandler;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.java.JavaEngine;
import org.rapaio.jupyter.kernel.core.java.RapaioExecutionControl;
import org.rapaio.jupyter.kernel.core.java.RapaioExecutionControlProvider;
import org.rapaio.jupyter.kernel.message.Message;
import org.rapaio.jupyter.kernel.message.MessageType;
import org.rapaio.jupyter.kernel.message.messages.IOPubStatus;
import org.rapaio.jupyter.kernel.message.messages.ShellExecuteRequest;

/**
 * Connects a kernel to Jupyter as {@link Channels#connect} of version 3.0.1 does, but for two
 * things: the handlers stand before the first message can come, which otherwise ends a listening
 * thread with a stack trace; and cells go through {@link CellSource}.
 */
final class KernelConnection {
  private final Channels channels;
  private final RapaioKernel kernel;
  private final Map<MessageType<?>, MessageHandler<?>> handlers = new HashMap<>();

  /** Counts the begins and the ends of cells: odd while one is executed. */
  private final AtomicInteger cells = new AtomicInteger();

  private KernelConnection(Channels channels, RapaioKernel kernel) {
    this.channels = channels;
    this.kernel = kernel;
  }

  /**
   * Connects them.
   *
   * @throws IllegalStateException when the kernel is of another version than AsOf was built with
   */
  static KernelConnection connect(Channels channels, RapaioKernel kernel) {
    KernelConnection connection = new KernelConnection(channels, kernel);
    try {
      connection.connect();
      return connection;
    } catch (ReflectiveOperationException otherVersion) {
      throw new IllegalStateException(
          "Cannot connect the kernel: it is of another version than AsOf was built with",
          otherVersion);
    }
  }

  /**
   * Ends the cell that runs with an error. One that is still compiled ends when it begins to run.
   * The kernel's own interrupt stops the executor of cells as well, after which no cell shows
   * anything.
   *
   * @throws IllegalStateException when the kernel is of another version than AsOf was built with
   */
  void interruptCell() {
    RapaioExecutionControl control;
    try {
      RapaioExecutionControlProvider controls =
          (RapaioExecutionControlProvider)
              field(JavaEngine.class, "controlProvider").get(kernel.javaEngine());
      String execution = (String) field(JavaEngine.class, "executionId").get(kernel.javaEngine());
      control = controls.getRegisteredControl(execution);
    } catch (ReflectiveOperationException otherVersion) {
      throw new IllegalStateException(
          "Cannot interrupt a cell: the kernel is of another version than AsOf was built with",
          otherVersion);
    }
    int cell = cells.get();
    Thread interrupter = new Thread(() -> interrupt(cell, control), "asof-interrupt");
    interrupter.setDaemon(true);
    interrupter.start();
  }

  private void interrupt(int cell, RapaioExecutionControl control) {
    boolean executing = cell % 2 == 1;
    while (executing && cells.get() == cell) {
      control.interrupt();
      try {
        Thread.sleep(10);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private void connect() throws ReflectiveOperationException {
    handle(MessageType.SHELL_EXECUTE_REQUEST, this::execute);
    handle(MessageType.SHELL_INSPECT_REQUEST, kernel::handleInspectRequest);
    handle(MessageType.SHELL_COMPLETE_REQUEST, kernel::handleCompleteRequest);
    handle(MessageType.SHELL_HISTORY_REQUEST, kernel::handleHistoryRequest);
    handle(MessageType.SHELL_IS_COMPLETE_REQUEST, kernel::handleIsCompleteRequest);
    handle(MessageType.SHELL_KERNEL_INFO_REQUEST, kernel::handleKernelInfoRequest);
    handle(MessageType.SHELL_COMM_INFO_REQUEST, kernel::handleCommInfoRequest);
    handle(MessageType.CONTROL_SHUTDOWN_REQUEST, kernel::handleShutdownRequest);
    handle(MessageType.CONTROL_INTERRUPT_REQUEST, kernel::handleInterruptRequest);
    handle(MessageType.CUSTOM_COMM_OPEN, kernel::handleCommOpenCommand);
    handle(MessageType.CUSTOM_COMM_MSG, kernel::handleCommMsgCommand);
    handle(MessageType.CUSTOM_COMM_CLOSE, kernel::handleCommCloseCommand);
    kernel.registerChannels(channels);
    field("handlers").set(channels, handlers);
    ConnectionProperties properties = (ConnectionProperties) field("connProps").get(channels);
    for (Object channel : (Set<?>) field("channels").get(channels)) {
      ((AbstractChannel) channel).bind(properties);
    }
    ((AbstractChannel) field("iopub").get(channels))
        .sendMessage(new Message<>(MessageType.IOPUB_STATUS, IOPubStatus.STARTING));
    field("isConnected").setBoolean(channels, true);
  }

  private <T> void handle(MessageType<T> type, MessageHandler<T> handler) {
    handlers.put(type, handler);
  }

  private void execute(Message<ShellExecuteRequest> message) {
    cells.incrementAndGet();
    try {
      ShellExecuteRequest cell = message.content();
      kernel.handleExecuteRequest(
          new Message<>(
              message.identities(),
              message.header(),
              message.parentHeader(),
              message.metadata(),
              new ShellExecuteRequest(
                  CellSource.prepared(cell.code(), kernel.javaEngine().getSourceAnalysis()),
                  cell.silent(),
                  cell.storeHistory(),
                  cell.userExpr(),
                  cell.stdinEnabled(),
                  cell.stopOnError()),
              message.buffers()));
    } finally {
      cells.incrementAndGet();
    }
  }

  private static Field field(String name) throws NoSuchFieldException {
    return field(Channels.class, name);
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
