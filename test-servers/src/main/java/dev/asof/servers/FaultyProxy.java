package dev.asof.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Stands before a server of HTTP/1.1 and spoils a share of what passes: a request or its answer is
 * lost, late, cut off in the midst of its body, or answered with 500 or 503. Which exchange is
 * spoilt how follows from a seed and the exchange's number. As a program it runs until it is
 * killed:
 *
 * <pre>java dev.asof.servers.FaultyProxy TARGET PORT SHARE SEED</pre>
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int HANG_MILLIS = 600_000;
  private static final int MOST_DELAY_MILLIS = 1_500;

  /** What may happen to an exchange. */
  public enum Fault {
    /** The connection is closed before the server has seen the request. */
    LOST_REQUEST,
    /** The server did what it was asked for, and the connection is closed instead of an answer. */
    LOST_ANSWER,
    /** The answer comes later, by up to one and a half seconds. */
    DELAY,
    /** Half of the answer's body comes, then the connection is closed. */
    TRUNCATED_BODY,
    /** 500, and the server has not seen the request. */
    INTERNAL_ERROR,
    /** 503, and the server has not seen the request. */
    SLOW_DOWN,
    /** No answer ever. */
    MUTE
  }

  private final URI target;
  private final ServerSocket server;
  private final AtomicLong exchanges = new AtomicLong();
  private final Map<Fault, AtomicLong> spoilt = new ConcurrentHashMap<>();
  private volatile Plan plan = (exchange, request) -> Optional.empty();

  /** Decides about exchanges by their number, which counts from 1, and what they ask for. */
  private interface Plan {
    Optional<Fault> fault(long exchange, String request);
  }

  private FaultyProxy(URI target, int port) throws IOException {
    this.target = target;
    this.server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "faulty-proxy");
    accepting.setDaemon(true);
    accepting.start();
  }

  /** Starts one on a free port. It spoils nothing until it is told to. */
  public static FaultyProxy before(URI target) {
    try {
      return new FaultyProxy(target, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one until the process is killed. */
  public static void main(String[] arguments) throws Exception {
    FaultyProxy proxy = new FaultyProxy(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
    proxy.spoil(Double.parseDouble(arguments[2]), Long.parseLong(arguments[3]));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(proxy.tally())));
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /**
   * Spoils a share of all exchanges in each way but {@link Fault#MUTE}.
   *
   * @param share 0 to 1
   */
  public void spoil(double share, long seed) {
    List<Fault> faults =
        Arrays.stream(Fault.values()).filter(fault -> fault != Fault.MUTE).toList();
    plan =
        (exchange, request) -> {
          Random random = new Random(seed * 1_000_003 + exchange);
          // The first numbers of neighbouring seeds resemble each other.
          random.nextLong();
          return random.nextDouble() < share
              ? Optional.of(faults.get(random.nextInt(faults.size())))
              : Optional.empty();
        };
  }

  /** Spoils every exchange in one way. */
  public void spoilAll(Fault fault) {
    plan = (exchange, request) -> Optional.of(fault);
  }

  /**
   * Spoils the next exchange of a kind, and no other.
   *
   * @param beginning how its first line begins, such as {@code POST}
   */
  public void spoilNext(String beginning, Fault fault) {
    AtomicBoolean done = new AtomicBoolean();
    plan =
        (exchange, request) ->
            request.startsWith(beginning) && done.compareAndSet(false, true)
                ? Optional.of(fault)
                : Optional.empty();
  }

  /** Spoils nothing any more. */
  public void heal() {
    plan = (exchange, request) -> Optional.empty();
  }

  /** How many exchanges were spoilt. */
  public long spoilt() {
    return spoilt.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Exchanges in all, and how many were spoilt how. */
  public String tally() {
    return exchanges
        + " exchanges; "
        + Arrays.stream(Fault.values())
            .filter(spoilt::containsKey)
            .map(fault -> fault.name().toLowerCase(Locale.ROOT) + " " + spoilt.get(fault))
            .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread serving = new Thread(() -> serve(client), "faulty-proxy-connection");
        serving.setDaemon(true);
        serving.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket()) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      InputStream fromClient = new BufferedInputStream(client.getInputStream());
      OutputStream toClient = client.getOutputStream();
      Optional<Message> request = Message.head(fromClient);
      while (request.isPresent()) {
        if (request.get().has("expect", "100-continue")) {
          toClient.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        request.get().readBody(fromClient, request.get().hasRequestBody());
        if (!exchange(request.get(), upstream, toClient)) {
          return;
        }
        request = Message.head(fromClient);
      }
    } catch (IOException | InterruptedException brokenOff) {
      // One of both has gone; the other one's connection is closed too.
    }
  }

  /** Returns whether the connection is kept. */
  private boolean exchange(Message request, Socket upstream, OutputStream toClient)
      throws IOException, InterruptedException {
    long number = exchanges.incrementAndGet();
    Optional<Fault> planned = plan.fault(number, request.line());
    planned.ifPresent(
        fault -> spoilt.computeIfAbsent(fault, ignored -> new AtomicLong()).incrementAndGet());
    Fault fault = planned.orElse(null);
    if (fault == Fault.LOST_REQUEST) {
      return false;
    }
    if (fault == Fault.MUTE) {
      Thread.sleep(HANG_MILLIS);
      return false;
    }
    if (fault == Fault.INTERNAL_ERROR || fault == Fault.SLOW_DOWN) {
      toClient.write(error(fault, request));
      return true;
    }
    if (!upstream.isConnected()) {
      upstream.connect(new InetSocketAddress(target.getHost(), target.getPort()));
    }
    request.writeTo(upstream.getOutputStream());
    InputStream fromServer = upstream.getInputStream();
    Message answer = Message.head(fromServer).orElseThrow(EOFException::new);
    answer.readBody(fromServer, !request.isHead() && answer.hasAnswerBody());
    if (fault == Fault.LOST_ANSWER) {
      return false;
    }
    if (fault == Fault.DELAY) {
      Thread.sleep(new Random(number).nextInt(MOST_DELAY_MILLIS));
    }
    if (fault == Fault.TRUNCATED_BODY) {
      answer.writeHalfTo(toClient);
      return false;
    }
    answer.writeTo(toClient);
    return !answer.has("connection", "close");
  }

  private static byte[] error(Fault fault, Message request) {
    boolean internal = fault == Fault.INTERNAL_ERROR;
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
            + (internal ? "InternalError" : "SlowDown")
            + "</Code><Message>"
            + (internal ? "We encountered an internal error." : "Please reduce your request rate.")
            + "</Message></Error>";
    return ("HTTP/1.1 "
            + (internal ? "500 Internal Server Error" : "503 Slow Down")
            + "\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            // Bytes after an answer to HEAD would be read as the beginning of the next answer.
            + (request.isHead() ? "" : body))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A request or an answer: its head as lines, its body as it came over the wire. */
  private static final class Message {
    private static final int MOST_HEAD = 1 << 16;

    private final List<String> head;
    private byte[] body = new byte[0];

    private Message(List<String> head) {
      this.head = head;
    }

    /** Reads a head; empty where the other side has closed. */
    static Optional<Message> head(InputStream in) throws IOException {
      List<String> lines = new ArrayList<>();
      String line = line(in);
      while (line != null && !line.isEmpty()) {
        lines.add(line);
        line = line(in);
      }
      return lines.isEmpty() ? Optional.empty() : Optional.of(new Message(lines));
    }

    /** A line without its end; null at the end of all. */
    private static String line(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        if (line.size() == MOST_HEAD) {
          throw new IOException("too long a line");
        }
        line.write(next);
        next = in.read();
      }
      return next < 0 ? null : line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    String line() {
      return head.get(0);
    }

    boolean isHead() {
      return line().startsWith("HEAD ");
    }

    private Optional<String> value(String name) {
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    boolean has(String name, String value) {
      return value(name).filter(value::equalsIgnoreCase).isPresent();
    }

    boolean hasRequestBody() {
      return value("content-length").isPresent() || has("transfer-encoding", "chunked");
    }

    boolean hasAnswerBody() {
      String status = line().split(" ")[1];
      return !status.equals("204") && !status.equals("304");
    }

    void readBody(InputStream in, boolean expected) throws IOException {
      if (!expected) {
        return;
      }
      if (has("transfer-encoding", "chunked")) {
        body = chunks(in);
        return;
      }
      Optional<Integer> length = value("content-length").map(Integer::valueOf);
      body = length.isPresent() ? in.readNBytes(length.get()) : in.readAllBytes();
      if (length.isPresent() && body.length < length.get()) {
        throw new EOFException();
      }
    }

    private static byte[] chunks(InputStream in) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      int size;
      do {
        String line = line(in);
        if (line == null) {
          throw new EOFException();
        }
        size = Integer.parseInt(line.split(";")[0].strip(), 16);
        all.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.write(in.readNBytes(size));
        line(in);
        all.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      } while (size > 0);
      return all.toByteArray();
    }

    private byte[] headBytes() {
      return (head.stream()
                  .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("expect:"))
                  .collect(Collectors.joining("\r\n"))
              + "\r\n\r\n")
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(headBytes());
      out.write(body);
      out.flush();
    }

    void writeHalfTo(OutputStream out) throws IOException {
      out.write(headBytes());
      out.write(body, 0, body.length / 2);
      out.flush();
    }
  }
}
