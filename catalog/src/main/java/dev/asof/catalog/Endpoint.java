package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A server that a place needs. It is asked for a connection before anything else is: the clients
 * behind it would repeat a request for minutes before they say that nobody answers.
 *
 * @param kind what it serves
 * @param uri its address
 */
record Endpoint(Kind kind, URI uri) {
  private static final int CONNECT_MILLIS = 5_000;

  /** What a server is for. */
  enum Kind {
    CATALOG("catalog", ErrorCode.CATALOG_UNAVAILABLE),
    STORAGE("storage", ErrorCode.STORAGE_UNAVAILABLE);

    private final String text;
    private final ErrorCode code;

    Kind(String text, ErrorCode code) {
      this.text = text;
      this.code = code;
    }
  }

  /**
   * Refuses what can't be the address of a web server.
   *
   * @throws IllegalArgumentException when it can't
   */
  static void checkHttp(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException("Invalid address: expected http(s)://HOST[:PORT]/PATH");
    }
  }

  /** The address without what may be secret in it. */
  static String text(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getPath() == null ? "" : uri.getPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  /**
   * Fails when nobody listens.
   *
   * @param action what is being done, to stand after {@code Cannot}
   */
  void check(String action) {
    // Behind a proxy only the proxy knows.
    if (!proxies().equals(List.of(Proxy.NO_PROXY))) {
      return;
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
    } catch (IOException | IllegalArgumentException unreachable) {
      throw new AsOfException(
          kind.code,
          "Cannot "
              + action
              + ": the "
              + kind.text
              + " at "
              + text(uri)
              + " doesn't answer ("
              + reason(unreachable)
              + ")",
          unreachable);
    }
  }

  private List<Proxy> proxies() {
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null || !uri.getScheme().startsWith("http")
        ? List.of(Proxy.NO_PROXY)
        : selector.select(uri);
  }

  private static String reason(Exception unreachable) {
    if (unreachable instanceof UnknownHostException) {
      return "no such host";
    }
    if (unreachable instanceof SocketTimeoutException) {
      return "no connection within " + CONNECT_MILLIS / 1000 + " s";
    }
    if (unreachable instanceof ConnectException) {
      return "connection refused";
    }
    return Failures.oneLine(String.valueOf(unreachable.getMessage()));
  }
}
