package dev.asof.catalog;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableProperties;

/** What holds the files of a {@link Place}. */
public sealed interface PlaceStorage {
  /** The folder or prefix under which new tables get their files. */
  String warehouse();

  /** How messages call it. */
  String name();

  /** What Iceberg needs to open it, by Iceberg's keys. */
  Map<String, String> options();

  /** The servers that have to answer. */
  default List<Endpoint> endpoints() {
    return List.of();
  }

  /**
   * Refuses what can't be a region.
   *
   * @return the region
   * @throws IllegalArgumentException when it can't be one
   */
  static String checkRegion(String region) {
    if (!S3.REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "Invalid region '" + region + "': expected one of AWS's, such as eu-west-1");
    }
    return region;
  }

  /**
   * A folder of this machine, or one that is mounted.
   *
   * @param warehouse its absolute path
   */
  record Local(String warehouse) implements PlaceStorage {
    /**
     * Makes a storage.
     *
     * @throws IllegalArgumentException when the path isn't absolute
     */
    public Local {
      if (!java.nio.file.Path.of(warehouse).isAbsolute()) {
        throw new IllegalArgumentException(
            "Invalid warehouse " + warehouse + ": expected an absolute path");
      }
    }

    @Override
    public String name() {
      return warehouse;
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
      options.put(CatalogProperties.FILE_IO_IMPL, "dev.asof.catalog.LocalFileIO");
      return options;
    }
  }

  /**
   * S3, or a store that speaks its protocol. New tables get Iceberg's object-store layout: each
   * file's path begins with a hash, so that requests spread over the bucket's partitions.
   *
   * @param warehouse {@code s3://BUCKET/PREFIX}
   * @param region AWS's, or what the store calls its own
   * @param endpoint another address than AWS's
   * @param addressing how a bucket is named in a request
   * @param accessPoints ARNs by the bucket in whose place they are asked
   * @param encryption what the store does to each file
   * @param retries how often a request is repeated that the store had no time for
   * @param keys credentials; without them those of the AWS chain are used
   */
  record S3(
      String warehouse,
      String region,
      Optional<URI> endpoint,
      Addressing addressing,
      Map<String, String> accessPoints,
      Encryption encryption,
      int retries,
      Optional<Keys> keys)
      implements PlaceStorage {
    /** For hot tables: S3 answers 503 until it has spread a new prefix over more partitions. */
    public static final int DEFAULT_RETRIES = 32;

    private static final int MAX_RETRIES = 100;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,32}");
    private static final Pattern WAREHOUSE =
        Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[^/?#\\s]+)*)/?");
    private static final Pattern ARN =
        Pattern.compile("arn:aws[a-z-]*:s3:([a-z0-9-]*):[0-9]{12}:accesspoint[:/][A-Za-z0-9.-]+");

    /** How a bucket is named in a request. */
    public enum Addressing {
      /** In the host's name, as AWS wants it. */
      VIRTUAL_HOST,
      /** In the path, as most other stores want it. */
      PATH
    }

    /**
     * Makes a storage.
     *
     * @throws IllegalArgumentException when a part can't be what it should
     */
    public S3 {
      Matcher matcher = WAREHOUSE.matcher(warehouse);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "Invalid warehouse '" + warehouse + "': expected s3://BUCKET/PREFIX");
      }
      warehouse = "s3://" + matcher.group(1) + matcher.group(2);
      checkRegion(region);
      endpoint.ifPresent(Endpoint::checkHttp);
      accessPoints = Map.copyOf(accessPoints);
      accessPoints.values().forEach(S3::checkAccessPoint);
      if (retries < 0 || retries > MAX_RETRIES) {
        throw new IllegalArgumentException(
            "Invalid retries " + retries + ": expected 0 to " + MAX_RETRIES);
      }
    }

    /**
     * Refuses what can't be an access point.
     *
     * @return the ARN
     * @throws IllegalArgumentException when it can't be one
     */
    public static String checkAccessPoint(String arn) {
      if (!ARN.matcher(arn).matches()) {
        throw new IllegalArgumentException(
            "Invalid access point '"
                + arn
                + "': expected its ARN, such as"
                + " arn:aws:s3:eu-west-1:111122223333:accesspoint/NAME");
      }
      return arn;
    }

    /** The bucket of the warehouse. */
    public String bucket() {
      return warehouse.substring("s3://".length()).split("/", 2)[0];
    }

    @Override
    public String name() {
      return warehouse + endpoint.map(uri -> " at " + Endpoint.text(uri)).orElse("");
    }

    @Override
    public Map<String, String> options() {
      Map<String, String> options = new TreeMap<>();
      options.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
      options.put(CatalogProperties.FILE_IO_IMPL, "dev.asof.catalog.ObjectFileIO");
      options.put(
          CatalogProperties.TABLE_DEFAULT_PREFIX + TableProperties.OBJECT_STORE_ENABLED, "true");
      options.put("client.region", region);
      options.put("s3.retry.num-retries", Integer.toString(retries));
      endpoint.ifPresent(uri -> options.put("s3.endpoint", uri.toString()));
      if (addressing == Addressing.PATH) {
        options.put("s3.path-style-access", "true");
      }
      accessPoints.forEach((name, arn) -> options.put("s3.access-points." + name, arn));
      if (!accessPoints.isEmpty()) {
        options.put("s3.use-arn-region-enabled", Boolean.toString(asksOtherRegions()));
      }
      encryption.addTo(options);
      keys.ifPresent(given -> given.addTo(options));
      return options;
    }

    /**
     * Whether a request has to go to the region of an access point. One of several regions has none
     * in its ARN, and the client refuses it when it is told to look there.
     */
    private boolean asksOtherRegions() {
      boolean others = false;
      for (String arn : accessPoints.values()) {
        String at = arn.split(":", 5)[3];
        if (at.isEmpty()) {
          return false;
        }
        others |= !at.equals(region);
      }
      return others;
    }

    @Override
    public List<Endpoint> endpoints() {
      return endpoint.map(uri -> new Endpoint(Endpoint.Kind.STORAGE, uri)).stream().toList();
    }
  }

  /** What the store does to each file that is written. */
  sealed interface Encryption {
    /** What Iceberg needs to ask for it, by Iceberg's keys. */
    void addTo(Map<String, String> options);

    /** Nothing is asked for; the bucket's own default holds. */
    record None() implements Encryption {
      @Override
      public void addTo(Map<String, String> options) {}
    }

    /** By keys that S3 manages. */
    record S3Managed() implements Encryption {
      @Override
      public void addTo(Map<String, String> options) {
        options.put("s3.sse.type", "s3");
      }
    }

    /**
     * By a key of AWS KMS.
     *
     * @param key its id, alias or ARN; the account's default when none is given
     */
    record Kms(Optional<String> key) implements Encryption {
      @Override
      public void addTo(Map<String, String> options) {
        options.put("s3.sse.type", "kms");
        key.ifPresent(id -> options.put("s3.sse.key", id));
      }
    }
  }

  /**
   * Credentials of an object store.
   *
   * @param accessKeyId which key
   * @param secretAccessKey the key
   * @param sessionToken what goes with a key that is valid for a while
   */
  record Keys(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {
    void addTo(Map<String, String> options) {
      options.put("s3.access-key-id", accessKeyId.value());
      options.put("s3.secret-access-key", secretAccessKey.value());
      sessionToken.ifPresent(token -> options.put("s3.session-token", token.value()));
    }
  }
}
