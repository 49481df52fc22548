package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Place;
import dev.asof.catalog.PlaceCatalog;
import dev.asof.catalog.PlaceStorage;
import dev.asof.catalog.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file that describes a {@link Place}; every mistake is reported with file, line and key.
 *
 * <p>A value may hold {@code ${NAME}}, which stands for an environment variable. What is secret may
 * stand there only so: a file of a place is meant to be shared.
 */
final class PlaceReader {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)secret|passw|pwd|passphrase|token|credential|(?:access|private|api)_?key");

  private static final String HOW_TO_REFER =
      "keep it in an environment variable and refer to it, such as ${LAKE_PASSWORD}";

  private final Path home;
  private final Surroundings surroundings;

  private PlaceReader(Path home, Surroundings surroundings) {
    this.home = home;
    this.surroundings = surroundings;
  }

  /**
   * Reads a place.
   *
   * @param file as the user typed it
   * @param home where an embedded lake lies that names no folder
   */
  static Place read(Path file, Path home, Surroundings surroundings) {
    return new PlaceReader(home, surroundings).place(document(file, surroundings));
  }

  /** A reader of the mappings of a file's document. */
  static PlaceReader of(Path home, Surroundings surroundings) {
    return new PlaceReader(home, surroundings);
  }

  /** The keys and values of a file. */
  static YamlMap document(Path file, Surroundings surroundings) {
    String name = surroundings.display(file);
    return YamlDocument.parse(name, content(surroundings.resolve(file), name)).map();
  }

  /**
   * Reads a place from the text of its file.
   *
   * @param name the file as the user knows it
   * @param home where an embedded lake lies that names no folder
   */
  static Place read(String name, String text, Path home, Surroundings surroundings) {
    return new PlaceReader(home, surroundings).place(YamlDocument.parse(name, text).map());
  }

  /**
   * The environment variables that decide what the text of a place means, as far as they are set:
   * those that it refers to, and AWS's own for the region.
   */
  static Map<String, String> variables(String text, Map<String, String> environment) {
    Map<String, String> variables = new TreeMap<>();
    for (String region : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
      if (environment.containsKey(region)) {
        variables.put(region, environment.get(region));
      }
    }
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      String value = environment.get(reference.group(1));
      if (value != null) {
        variables.put(reference.group(1), value);
      }
    }
    return variables;
  }

  static String content(Path file, String displayName) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException notUtf8) {
      throw new AsOfException(
          ErrorCode.DEFINITION_INVALID,
          "Invalid definition " + displayName + ": it is not UTF-8 text",
          notUtf8);
    } catch (IOException unreadable) {
      throw new AsOfException(
          ErrorCode.FILE_MISSING,
          "Cannot read place " + displayName + ": there is no such file that can be read",
          unreadable);
    }
  }

  /** The place that a file's keys describe. */
  Place place(YamlMap map) {
    Optional<YamlMap> given = map.map("catalog");
    String namespace =
        text(map, "namespace")
            .map(name -> checked(map, "namespace", () -> Place.checkNamespace(name)))
            .orElse(Place.DEFAULT_NAMESPACE);
    Optional<YamlMap> storageMap = map.map("storage");
    // How jobs run there concerns those who submit some.
    map.map(JobsReader.KEY);
    map.refuseUnknownKeys();
    YamlMap catalogMap = given.orElseThrow(() -> map.missing("catalog"));
    String type = text(catalogMap, "type").orElseThrow(() -> catalogMap.missing("type"));
    if (type.equals("embedded")) {
      return embedded(map, catalogMap, storageMap, namespace);
    }
    YamlMap stored = storageMap.orElseThrow(() -> map.missing("storage"));
    Duration timeout =
        stored
            .parsed("timeout", RefreshReader.DURATIONS, RefreshReader::duration)
            .map(time -> checked(stored, "timeout", () -> Place.checkTimeout(time)))
            .orElse(Place.DEFAULT_TIMEOUT);
    PlaceStorage storage = storage(stored);
    PlaceCatalog catalog =
        switch (type) {
          case "jdbc" -> jdbc(catalogMap);
          case "rest" -> rest(catalogMap);
          case "glue" -> glue(catalogMap, storage);
          case "hive" -> hive(catalogMap);
          default ->
              throw catalogMap.invalid(
                  "type",
                  "'" + type + "' is not valid; expected embedded, jdbc, rest, glue or hive");
        };
    return checked(map, "storage", () -> new Place(catalog, storage, namespace, timeout));
  }

  private Place embedded(
      YamlMap map, YamlMap catalogMap, Optional<YamlMap> storageMap, String namespace) {
    PlaceCatalog.Embedded catalog =
        PlaceCatalog.Embedded.of(
            text(catalogMap, "home").map(Path::of).map(surroundings::resolve).orElse(home));
    catalogMap.refuseUnknownKeys();
    storageMap.ifPresent(
        given -> {
          String type = given.text("type");
          if (!type.equals("local")) {
            throw given.invalid(
                "type",
                "the embedded catalog keeps its files in its own folder; expected local, or another"
                    + " catalog.type");
          }
          given.refuseUnknownKeys();
        });
    Place embedded = Place.embedded(catalog.home());
    return checked(
        map, "catalog", () -> new Place(embedded.catalog(), embedded.storage(), namespace));
  }

  private PlaceCatalog jdbc(YamlMap map) {
    Optional<String> written = map.optionalText("uri");
    Optional<String> user = text(map, "user");
    Optional<Secret> password = secret(map, "password");
    map.refuseUnknownKeys();
    String address = written.orElseThrow(() -> map.missing("uri"));
    if (PlaceCatalog.Jdbc.passwordIn(address).filter(secret -> !isReference(secret)).isPresent()) {
      throw map.invalid("uri", "the address holds a password; " + HOW_TO_REFER);
    }
    String uri = expanded(map, "uri", address);
    return checked(map, "uri", () -> new PlaceCatalog.Jdbc(uri, user, password));
  }

  private PlaceCatalog rest(YamlMap map) {
    Optional<URI> uri = address(map, "uri");
    Optional<String> warehouse = text(map, "warehouse");
    Optional<Secret> credential = secret(map, "credential");
    Optional<Secret> token = secret(map, "token");
    Optional<URI> oauth2ServerUri = address(map, "oauth2ServerUri");
    Optional<String> scope = text(map, "scope");
    map.refuseUnknownKeys();
    URI server = uri.orElseThrow(() -> map.missing("uri"));
    return checked(
        map,
        "uri",
        () -> new PlaceCatalog.Rest(server, warehouse, credential, token, oauth2ServerUri, scope));
  }

  private PlaceCatalog glue(YamlMap map, PlaceStorage storage) {
    Optional<String> catalogId = text(map, "catalogId");
    Optional<URI> endpoint = address(map, "endpoint");
    map.refuseUnknownKeys();
    if (!(storage instanceof PlaceStorage.S3 s3)) {
      throw map.invalid("type", "Glue's tables lie on s3; expected storage.type: s3");
    }
    return checked(map, "endpoint", () -> new PlaceCatalog.Glue(s3.region(), catalogId, endpoint));
  }

  private PlaceCatalog hive(YamlMap map) {
    Optional<URI> uri = address(map, "uri");
    map.refuseUnknownKeys();
    URI server = uri.orElseThrow(() -> map.missing("uri"));
    return checked(map, "uri", () -> new PlaceCatalog.Hive(server));
  }

  private PlaceStorage storage(YamlMap map) {
    String type = text(map, "type").orElseThrow(() -> map.missing("type"));
    PlaceStorage storage =
        switch (type) {
          case "local" -> local(map);
          case "s3" -> s3(map);
          default -> throw map.invalid("type", "'" + type + "' is not valid; expected local or s3");
        };
    return storage;
  }

  private PlaceStorage local(YamlMap map) {
    Optional<Path> warehouse = text(map, "warehouse").map(Path::of).map(surroundings::resolve);
    map.refuseUnknownKeys();
    return new PlaceStorage.Local(warehouse.orElseThrow(() -> map.missing("warehouse")).toString());
  }

  private PlaceStorage s3(YamlMap map) {
    Optional<String> prefix = text(map, "warehouse");
    Optional<String> givenRegion = text(map, "region");
    Optional<URI> endpoint = address(map, "endpoint");
    PlaceStorage.S3.Addressing addressing =
        map.flag("pathStyle", false)
            ? PlaceStorage.S3.Addressing.PATH
            : PlaceStorage.S3.Addressing.VIRTUAL_HOST;
    Map<String, String> accessPoints = new TreeMap<>();
    map.map("accessPoints")
        .ifPresent(
            given -> {
              for (String bucket : given.keys()) {
                String arn = text(given, bucket).orElseThrow();
                accessPoints.put(
                    bucket, checked(given, bucket, () -> PlaceStorage.S3.checkAccessPoint(arn)));
              }
            });
    int retries = (int) map.decimal("retries", PlaceStorage.S3.DEFAULT_RETRIES, 0, 100);
    PlaceStorage.Encryption encryption =
        map.map("encryption").map(this::encryption).orElseGet(PlaceStorage.Encryption.None::new);
    Optional<PlaceStorage.Keys> keys = keys(map);
    map.refuseUnknownKeys();
    String warehouse = prefix.orElseThrow(() -> map.missing("warehouse"));
    String region = region(map, givenRegion);
    return checked(
        map,
        "warehouse",
        () ->
            new PlaceStorage.S3(
                warehouse, region, endpoint, addressing, accessPoints, encryption, retries, keys));
  }

  /** What the file says, or what AWS's own tools would take. */
  private String region(YamlMap map, Optional<String> given) {
    if (given.isPresent()) {
      return checked(map, "region", () -> PlaceStorage.checkRegion(given.get()));
    }
    Map<String, String> environment = surroundings.environment();
    String region = environment.getOrDefault("AWS_REGION", environment.get("AWS_DEFAULT_REGION"));
    if (region == null || region.isBlank()) {
      throw map.missing("region (or the environment variable AWS_REGION)");
    }
    return PlaceStorage.checkRegion(region);
  }

  private PlaceStorage.Encryption encryption(YamlMap map) {
    String type = text(map, "type").orElseThrow(() -> map.missing("type"));
    Optional<String> key = text(map, "key");
    PlaceStorage.Encryption encryption =
        switch (type) {
          case "none" -> new PlaceStorage.Encryption.None();
          case "s3" -> new PlaceStorage.Encryption.S3Managed();
          case "kms" -> new PlaceStorage.Encryption.Kms(key);
          case "custom" ->
              throw map.invalid(
                  "type",
                  "with custom, whoever reads the lake would need the key itself, in the"
                      + " properties of each catalog; expected kms, whose key never leaves AWS");
          default ->
              throw map.invalid("type", "'" + type + "' is not valid; expected none, s3 or kms");
        };
    if (key.isPresent() && !type.equals("kms")) {
      throw map.invalid("key", "only encryption of type kms has a key");
    }
    map.refuseUnknownKeys();
    return encryption;
  }

  private Optional<PlaceStorage.Keys> keys(YamlMap map) {
    Optional<Secret> accessKeyId = secret(map, "accessKeyId");
    Optional<Secret> secretAccessKey = secret(map, "secretAccessKey");
    Optional<Secret> sessionToken = secret(map, "sessionToken");
    if (accessKeyId.isEmpty() && secretAccessKey.isEmpty() && sessionToken.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PlaceStorage.Keys(
            accessKeyId.orElseThrow(() -> map.missing("accessKeyId")),
            secretAccessKey.orElseThrow(() -> map.missing("secretAccessKey")),
            sessionToken));
  }

  Optional<URI> address(YamlMap map, String key) {
    Optional<String> text = text(map, key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI uri;
    try {
      uri = URI.create(text.get());
    } catch (IllegalArgumentException bad) {
      throw map.invalid(key, "it is no address; expected one such as https://HOST:PORT/PATH");
    }
    if (uri.getUserInfo() != null) {
      throw map.invalid(
          key, "the address holds a user or password; give them by keys of their own");
    }
    return Optional.of(uri);
  }

  /** A value that must be a reference. */
  private Optional<Secret> secret(YamlMap map, String key) {
    return map.optionalText(key)
        .map(
            written -> {
              if (!isReference(written)) {
                throw map.invalid(key, "a secret may not stand in a file; " + HOW_TO_REFER);
              }
              return new Secret(expanded(map, key, written));
            });
  }

  private static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  Optional<String> text(YamlMap map, String key) {
    return map.optionalText(key)
        .map(
            written -> {
              Matcher reference = REFERENCE.matcher(written);
              while (reference.find()) {
                if (SECRET_NAME.matcher(reference.group(1)).find()) {
                  throw map.invalid(
                      key,
                      "${"
                          + reference.group(1)
                          + "} is a secret by its name, and what this key holds is printed");
                }
              }
              return expanded(map, key, written);
            });
  }

  private String expanded(YamlMap map, String key, String written) {
    Matcher matcher = REFERENCE.matcher(written);
    String value =
        matcher.replaceAll(
            reference -> {
              String variable = surroundings.environment().get(reference.group(1));
              if (variable == null || variable.isBlank()) {
                throw map.invalid(
                    key, "the environment variable " + reference.group(1) + " is not set");
              }
              return Matcher.quoteReplacement(variable);
            });
    map.expand(written, value);
    return value;
  }

  static <T> T checked(YamlMap map, String key, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException bad) {
      throw map.invalid(key, bad.getMessage());
    }
  }
}
