package dev.asof.catalog;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;

/**
 * Iceberg's {@link RESTCatalog}, but with an end: a server that does not answer within the place's
 * timeout is given up, and {@link ServerWaits} is told of what is waited for. Spark loads this
 * class by name.
 */
public final class BoundedRestCatalog extends RESTCatalog {
  private static final int MOST_RETRIES = 5;

  /** For Iceberg, which loads it by name. */
  public BoundedRestCatalog() {
    super(BoundedRestCatalog::client);
  }

  /** What Iceberg needs to use it, by Iceberg's keys. */
  static void addTo(Map<String, String> options, Duration timeout) {
    options.put(CatalogProperties.CATALOG_IMPL, BoundedRestCatalog.class.getName());
    String attempt = Long.toString(Timeout.attempt(timeout).toMillis());
    options.put("rest.client.connection-timeout-ms", attempt);
    options.put("rest.client.socket-timeout-ms", attempt);
    options.put("rest.client.max-retries", Integer.toString(retries(timeout)));
  }

  /** Iceberg pauses for 1, 2, 4, … seconds between attempts: so many fit into the time. */
  private static int retries(Duration timeout) {
    long seconds = Timeout.repeating(timeout).toSeconds() + 1;
    return Math.min(MOST_RETRIES, 63 - Long.numberOfLeadingZeros(seconds));
  }

  private static RESTClient client(Map<String, String> config) {
    String uri = config.get(CatalogProperties.URI);
    return watched(
        HTTPClient.builder(config).uri(uri).withHeaders(RESTUtil.configHeaders(config)).build(),
        new Asking(Endpoint.text(URI.create(uri)), Timeout.of(config)));
  }

  private static RESTClient watched(RESTClient client, Asking asking) {
    InvocationHandler handler =
        (proxy, method, arguments) -> asking.invoke(client, method, arguments);
    return (RESTClient)
        Proxy.newProxyInstance(
            RESTClient.class.getClassLoader(), new Class<?>[] {RESTClient.class}, handler);
  }

  /** How the server is asked. */
  private record Asking(String server, Duration timeout) {
    Object invoke(RESTClient client, Method method, Object[] arguments) throws Throwable {
      try {
        if (RESTClient.class.isAssignableFrom(method.getReturnType())) {
          return watched((RESTClient) method.invoke(client, arguments), this);
        }
        if (arguments == null || !(arguments[0] instanceof String path)) {
          return method.invoke(client, arguments);
        }
        // A server may say "try again in an hour", and the client would wait.
        return ServerWaits.ask(
            method.getName().toUpperCase(Locale.ROOT) + " " + server + " " + path,
            timeout,
            () -> method.invoke(client, arguments));
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      } catch (TimeoutException late) {
        throw new RESTException(late, "no answer within %d s", timeout.toSeconds());
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new RESTException(ended, "interrupted");
      }
    }
  }
}
