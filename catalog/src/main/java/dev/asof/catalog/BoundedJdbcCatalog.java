package dev.asof.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.ClientPool;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Iceberg's {@link JdbcCatalog}, but with an end: a database that does not answer within the
 * place's timeout is given up, whatever its driver does, and {@link ServerWaits} is told of what is
 * waited for. Spark loads this class by name.
 */
public final class BoundedJdbcCatalog extends JdbcCatalog {
  /** For Iceberg, which loads it by name. */
  public BoundedJdbcCatalog() {
    super(null, Connections::new, true);
  }

  /** What Iceberg needs to use it, by Iceberg's keys. */
  static void addTo(Map<String, String> options) {
    options.put(CatalogProperties.CATALOG_IMPL, BoundedJdbcCatalog.class.getName());
  }

  private static final class Connections extends JdbcClientPool {
    private final String what;
    private final Duration timeout;

    Connections(Map<String, String> options) {
      super(options.get(CatalogProperties.URI), options);
      this.what = "the database at " + PlaceCatalog.Jdbc.named(options.get(CatalogProperties.URI));
      this.timeout = Timeout.of(options);
    }

    @Override
    public <R> R run(ClientPool.Action<R, Connection, SQLException> action, boolean retry)
        throws SQLException, InterruptedException {
      try {
        return ServerWaits.ask(what, timeout, () -> super.run(action, retry));
      } catch (TimeoutException late) {
        throw new SQLTimeoutException("no answer within " + timeout.toSeconds() + " s", late);
      } catch (SQLException | InterruptedException | RuntimeException thrown) {
        throw thrown;
      } catch (Exception other) {
        throw new IllegalStateException(other);
      }
    }
  }
}
