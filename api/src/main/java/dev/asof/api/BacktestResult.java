package dev.asof.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What one run of a strategy did: its account over time, its orders, fills and round trips. Arrays
 * have one element per session; {@code shares} is row-major, {@code shares[bar * symbols + i]}. All
 * values are as of a session's close. Immutable: arrays are copied in and out.
 */
public final class BacktestResult {
  private final List<String> symbols;
  private final List<LocalDate> sessions;
  private final double initialCashUsd;
  private final double[] cashUsd;
  private final double[] equityUsd;
  private final double[] shares;
  private final List<OrderRecord> orders;
  private final List<Fill> fills;
  private final List<Trade> trades;
  private final List<DecisionNote> notes;
  private final List<MarketEvent> events;
  private final Accounting accounting;

  /** A run without books; copies all that it is given. */
  public BacktestResult(
      List<String> symbols,
      List<LocalDate> sessions,
      double initialCashUsd,
      double[] cashUsd,
      double[] equityUsd,
      double[] shares,
      List<OrderRecord> orders,
      List<Fill> fills,
      List<Trade> trades,
      List<DecisionNote> notes,
      List<MarketEvent> events) {
    this(
        symbols,
        sessions,
        initialCashUsd,
        cashUsd,
        equityUsd,
        shares,
        orders,
        fills,
        trades,
        notes,
        events,
        Accounting.NONE);
  }

  /**
   * Copies all that it is given.
   *
   * @param accounting the books, whose accounts add up to the run's cash and equity
   */
  public BacktestResult(
      List<String> symbols,
      List<LocalDate> sessions,
      double initialCashUsd,
      double[] cashUsd,
      double[] equityUsd,
      double[] shares,
      List<OrderRecord> orders,
      List<Fill> fills,
      List<Trade> trades,
      List<DecisionNote> notes,
      List<MarketEvent> events,
      Accounting accounting) {
    this.symbols = List.copyOf(symbols);
    this.sessions = List.copyOf(sessions);
    this.initialCashUsd = initialCashUsd;
    this.cashUsd = checkLength("cash", cashUsd, sessions.size());
    this.equityUsd = checkLength("equity", equityUsd, sessions.size());
    this.shares = checkLength("shares", shares, sessions.size() * symbols.size());
    this.orders = List.copyOf(orders);
    this.fills = List.copyOf(fills);
    this.trades = List.copyOf(trades);
    this.notes = List.copyOf(notes);
    this.events = List.copyOf(events);
    this.accounting = Objects.requireNonNull(accounting);
  }

  private static double[] checkLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "Invalid result: " + name + " has " + values.length + " values instead of " + length);
    }
    return values.clone();
  }

  /** Instruments, in the order of their index. */
  public List<String> symbols() {
    return symbols;
  }

  /** Simulated sessions, ascending. */
  public List<LocalDate> sessions() {
    return sessions;
  }

  /** Cash before the first session. */
  public double initialCashUsd() {
    return initialCashUsd;
  }

  /** Cash at each close, with the proceeds of short sales. */
  public double[] cashUsd() {
    return cashUsd.clone();
  }

  /** Cash and positions at each close. */
  public double[] equityUsd() {
    return equityUsd.clone();
  }

  /** Shares held at each close, negative when short. */
  public double[] shares() {
    return shares.clone();
  }

  /** Every order, in the order of execution. */
  public List<OrderRecord> orders() {
    return orders;
  }

  /** Every fill, in the order of execution. */
  public List<Fill> fills() {
    return fills;
  }

  /** Round trips, by instrument and entry. */
  public List<Trade> trades() {
    return trades;
  }

  /** What the strategy said, and what the engine had to assume, in order. */
  public List<DecisionNote> notes() {
    return notes;
  }

  /** The market events that the strategy acted on. */
  public List<MarketEvent> events() {
    return events;
  }

  /**
   * The books: accounts, whose cash and equity add up to the run's, positions, movements and
   * corporate actions.
   */
  public Accounting accounting() {
    return accounting;
  }

  /**
   * SHA-256 over orders, fills and the bits of cash and equity, in hex. It holds no id of a
   * snapshot, path or clock: the same definition on the same data has the same digest everywhere.
   */
  public String digest() {
    Bytes bytes = new Bytes();
    bytes.add("asof-result-1");
    for (String symbol : symbols) {
      bytes.add(symbol);
    }
    for (OrderRecord order : orders) {
      bytes.add(order.session().toString());
      bytes.add(order.symbol());
      bytes.add(order.sizeType().name());
      bytes.add(Double.doubleToLongBits(order.size()));
      bytes.add(order.at().name());
      bytes.add(order.status().name());
      bytes.add(order.reason().name());
    }
    for (Fill fill : fills) {
      bytes.add(fill.order());
      bytes.add(fill.side().name());
      bytes.add(Double.doubleToLongBits(fill.shares()));
      bytes.add(Double.doubleToLongBits(fill.priceUsd()));
      bytes.add(Double.doubleToLongBits(fill.feeUsd()));
    }
    long day = 0;
    for (int bar = 0; bar < equityUsd.length; bar++) {
      day = epochDay(bar, day);
      bytes.add(day);
      bytes.add(Double.doubleToLongBits(cashUsd[bar]));
      bytes.add(Double.doubleToLongBits(equityUsd[bar]));
    }
    return bytes.hex();
  }

  /** Counted on within a month: asking each date took a twelfth of a sweep's time. */
  private long epochDay(int bar, long dayBefore) {
    LocalDate date = sessions.get(bar);
    if (bar > 0) {
      LocalDate before = sessions.get(bar - 1);
      if (date.getMonthValue() == before.getMonthValue() && date.getYear() == before.getYear()) {
        return dayBefore + date.getDayOfMonth() - before.getDayOfMonth();
      }
    }
    return date.toEpochDay();
  }

  /** Hands bytes to the digest in large pieces: one by one took a third of a sweep's time. */
  private static final class Bytes {
    private static final int CAPACITY = 8192;
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256;
    private final byte[] waiting = new byte[CAPACITY];
    private int count;

    Bytes() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("Cannot digest: the JDK lacks SHA-256", impossible);
      }
    }

    void add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      add(bytes.length);
      if (bytes.length > CAPACITY - count) {
        flush();
      }
      if (bytes.length > CAPACITY) {
        sha256.update(bytes);
      } else {
        System.arraycopy(bytes, 0, waiting, count, bytes.length);
        count += bytes.length;
      }
    }

    void add(long value) {
      if (CAPACITY - count < Long.BYTES) {
        flush();
      }
      LONG.set(waiting, count, value);
      count += Long.BYTES;
    }

    private void flush() {
      sha256.update(waiting, 0, count);
      count = 0;
    }

    String hex() {
      flush();
      return HexFormat.of().formatHex(sha256.digest());
    }
  }
}
