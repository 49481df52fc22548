package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;

/** What names the tables of a {@link Place}. */
public sealed interface PlaceCatalog {
  /** How messages call it; without credentials. */
  String name();

  /** What Iceberg needs to open it, by Iceberg's keys. */
  Map<String, String> options();

  /** The servers that have to answer. */
  default List<Endpoint> endpoints() {
    return List.of();
  }

  /**
   * Refuses a storage that this catalog can't go with.
   *
   * @throws IllegalArgumentException when it can't
   */
  default void check(PlaceStorage storage) {}

  /**
   * One SQLite file in a folder, no server. Its files lie in the same folder.
   *
   * @param home the folder; absolute
   */
  record Embedded(Path home) implements PlaceCatalog {
    private static final String DATABASE = "catalog.db";
    private static final String WAREHOUSE = "warehouse";
    private static final String BUSY_TIMEOUT_MILLIS = "30000";

    /**
     * The catalog of a home.
     *
     * @throws AsOfException STORAGE_UNAVAILABLE when SQLite can't use the path
     */
    public static Embedded of(Path home) {
      Path folder = home.toAbsolutePath().normalize();
      if (folder.toString().indexOf('?') >= 0) {
        throw new AsOfException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Cannot use the home " + folder + ": SQLite takes no path with a question mark");
      }
      return new Embedded(folder);
    }

    Path database() {
      return home.resolve(DATABASE);
    }

    Path warehouse() {
      return home.resolve(WAREHOUSE);
    }

    @Override
    public String name() {
      return home.toString();
    }

    @Override
    public Map<String, String> options() {
      return options(database());
    }

    /** The same over another file, in which a catalog is made before it gets its name. */
    Map<String, String> options(Path database) {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.URI, "jdbc:sqlite:" + database);
      options.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse().toString());
      options.put("jdbc.busy_timeout", BUSY_TIMEOUT_MILLIS);
      options.put(LocalFileIO.PRIVATE, "true");
      Jdbc.addTo(options);
      return options;
    }

    @Override
    public void check(PlaceStorage storage) {
      if (!storage.equals(new PlaceStorage.Local(warehouse().toString()))) {
        throw new IllegalArgumentException(
            "Invalid storage: the embedded catalog keeps its files in its own folder, "
                + warehouse());
      }
    }
  }

  /**
   * Tables of a database that JDBC reaches.
   *
   * @param uri begins with {@code jdbc:}; without a password
   * @param user the database's user
   * @param password that user's
   */
  record Jdbc(String uri, Optional<String> user, Optional<Secret> password)
      implements PlaceCatalog {
    private static final String SCHEME = "jdbc:";
    private static final String INIT_TABLES = "jdbc.init-catalog-tables";

    /** What stands in an address beside which database is meant. */
    private static final Pattern DETAILS = Pattern.compile("[?;].*$|(?<=//)[^/@]*@");

    private static final Pattern PASSWORD =
        Pattern.compile("(?i)[?;&](?:password|pwd)=([^?;&]+)|(?<=//)[^/@:]*:([^/@]+)@");

    /**
     * Makes a catalog.
     *
     * @throws IllegalArgumentException when the address isn't one of JDBC's
     */
    public Jdbc {
      if (!uri.startsWith(SCHEME)) {
        throw new IllegalArgumentException(
            "Invalid address: expected one that begins with "
                + SCHEME
                + ", such as jdbc:postgresql://HOST/DATABASE");
      }
      passwordIn(uri).ifPresent(Secret::new);
    }

    /** The password that an address holds. */
    public static Optional<String> passwordIn(String uri) {
      Matcher matcher = PASSWORD.matcher(uri);
      return matcher.find()
          ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
          : Optional.empty();
    }

    static void addTo(Map<String, String> options) {
      options.put(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.jdbc.JdbcCatalog");
      options.put("jdbc.schema-version", "V1");
      options.put(INIT_TABLES, "false");
    }

    /** Makes Iceberg create its tables in the database where there are none. */
    static void initTables(Map<String, String> options) {
      options.put(INIT_TABLES, "true");
    }

    @Override
    public String name() {
      return named(uri);
    }

    /** An address without what may be secret in it. */
    static String named(String uri) {
      return DETAILS.matcher(uri).replaceAll("");
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.URI, uri);
      user.ifPresent(name -> options.put("jdbc.user", name));
      password.ifPresent(secret -> options.put("jdbc.password", secret.value()));
      addTo(options);
      return options;
    }
  }

  /**
   * A server that speaks Iceberg's REST protocol.
   *
   * @param uri its address
   * @param warehouse what the server calls this lake, where it has several
   * @param credential {@code client:secret} for OAuth2's client credentials
   * @param token a bearer token
   * @param oauth2ServerUri where tokens are made, when that is another server
   * @param scope what the token is asked to allow
   */
  record Rest(
      URI uri,
      Optional<String> warehouse,
      Optional<Secret> credential,
      Optional<Secret> token,
      Optional<URI> oauth2ServerUri,
      Optional<String> scope)
      implements PlaceCatalog {
    /**
     * Makes a catalog.
     *
     * @throws IllegalArgumentException when the address can't be one
     */
    public Rest {
      Endpoint.checkHttp(uri);
      oauth2ServerUri.ifPresent(Endpoint::checkHttp);
    }

    @Override
    public String name() {
      return Endpoint.text(uri);
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.rest.RESTCatalog");
      options.put(CatalogProperties.URI, uri.toString());
      warehouse.ifPresent(name -> options.put(CatalogProperties.WAREHOUSE_LOCATION, name));
      credential.ifPresent(secret -> options.put("credential", secret.value()));
      token.ifPresent(secret -> options.put("token", secret.value()));
      oauth2ServerUri.ifPresent(server -> options.put("oauth2-server-uri", server.toString()));
      scope.ifPresent(text -> options.put("scope", text));
      return options;
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(new Endpoint(Endpoint.Kind.CATALOG, uri));
    }
  }

  /**
   * AWS Glue.
   *
   * @param region the region whose Glue it is
   * @param catalogId the account that owns the catalog, when it is another one
   * @param endpoint another address than AWS's
   */
  record Glue(String region, Optional<String> catalogId, Optional<URI> endpoint)
      implements PlaceCatalog {
    /**
     * Makes a catalog.
     *
     * @throws IllegalArgumentException when a part can't be what it should
     */
    public Glue {
      PlaceStorage.checkRegion(region);
      endpoint.ifPresent(Endpoint::checkHttp);
    }

    @Override
    public String name() {
      return "Glue in " + region + endpoint.map(uri -> " at " + Endpoint.text(uri)).orElse("");
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.aws.glue.GlueCatalog");
      options.put("client.region", region);
      catalogId.ifPresent(id -> options.put("glue.id", id));
      endpoint.ifPresent(uri -> options.put("glue.endpoint", uri.toString()));
      return options;
    }

    @Override
    public List<Endpoint> endpoints() {
      return endpoint.map(uri -> new Endpoint(Endpoint.Kind.CATALOG, uri)).stream().toList();
    }

    @Override
    public void check(PlaceStorage storage) {
      if (!(storage instanceof PlaceStorage.S3 s3)) {
        throw new IllegalArgumentException("Invalid storage: Glue's tables lie on s3");
      }
      if (!s3.region().equals(region)) {
        throw new IllegalArgumentException(
            "Invalid region "
                + region
                + ": Iceberg uses one region for Glue and S3, and the storage's is "
                + s3.region());
      }
    }
  }

  /**
   * A Hive metastore.
   *
   * @param uri {@code thrift://HOST:PORT}
   */
  record Hive(URI uri) implements PlaceCatalog {
    /**
     * Makes a catalog.
     *
     * @throws IllegalArgumentException when the address can't be one
     */
    public Hive {
      if (!"thrift".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
        throw new IllegalArgumentException("Invalid address: expected thrift://HOST:PORT");
      }
    }

    @Override
    public String name() {
      return Endpoint.text(uri);
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.hive.HiveCatalog");
      options.put(CatalogProperties.URI, uri.toString());
      return options;
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(new Endpoint(Endpoint.Kind.CATALOG, uri));
    }
  }
}
