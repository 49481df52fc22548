package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.PlaceStorage;
import dev.asof.catalog.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects by their {@code s3://} locations. */
public final class ObjectStore implements AutoCloseable {
  private static final String SCHEME = "s3://";
  private static final int NOT_FOUND = 404;

  private final PlaceStorage.S3 storage;
  private final S3Client client;

  private ObjectStore(PlaceStorage.S3 storage, S3Client client) {
    this.storage = storage;
    this.client = client;
  }

  /**
   * The store of a place, with its credentials or, where it has none, those of AWS's chain.
   *
   * @param storage where and how
   */
  public static ObjectStore of(PlaceStorage.S3 storage) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(storage.region()))
            .forcePathStyle(storage.addressing() == PlaceStorage.S3.Addressing.PATH);
    storage.endpoint().ifPresent(builder::endpointOverride);
    storage
        .keys()
        .ifPresent(keys -> builder.credentialsProvider(StaticCredentialsProvider.create(of(keys))));
    return new ObjectStore(storage, builder.build());
  }

  private static AwsCredentials of(PlaceStorage.Keys keys) {
    String id = keys.accessKeyId().value();
    String secret = keys.secretAccessKey().value();
    return keys.sessionToken()
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token.value()))
        .orElseGet(() -> AwsBasicCredentials.create(id, secret));
  }

  /**
   * An object that is there.
   *
   * @param location where
   * @param version its entity tag, which is another one for another content
   * @param bytes how long it is
   */
  record Stored(String location, String version, long bytes) {}

  /** Whether there is such an object. */
  boolean exists(String location) {
    return find(location).isPresent();
  }

  /** What is told of an object, if it is there. */
  Optional<Stored> find(String location) {
    return guarded(
        "look for " + location,
        () -> {
          try {
            HeadObjectResponse head =
                client.headObject(request -> request.bucket(bucket(location)).key(key(location)));
            return Optional.of(new Stored(location, head.eTag(), head.contentLength()));
          } catch (S3Exception absent) {
            if (absent.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw absent;
          }
        });
  }

  /** Writes an object. */
  public void put(String location, String text) {
    write(location, RequestBody.fromString(text, StandardCharsets.UTF_8));
  }

  /** Writes an object. */
  public void put(String location, Path file) {
    write(location, RequestBody.fromFile(file));
  }

  private void write(String location, RequestBody body) {
    guarded(
        "write " + location,
        () ->
            client.putObject(
                request -> {
                  request.bucket(bucket(location)).key(key(location));
                  if (storage.encryption() instanceof PlaceStorage.Encryption.Kms kms) {
                    request.serverSideEncryption(ServerSideEncryption.AWS_KMS);
                    kms.key().ifPresent(request::ssekmsKeyId);
                  } else if (storage.encryption() instanceof PlaceStorage.Encryption.S3Managed) {
                    request.serverSideEncryption(ServerSideEncryption.AES256);
                  }
                },
                body));
  }

  /** An object's text, if it is there. */
  public Optional<String> text(String location) {
    return guarded(
        "read " + location,
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(
                        request -> request.bucket(bucket(location)).key(key(location)))
                    .asUtf8String());
          } catch (NoSuchKeyException absent) {
            return Optional.empty();
          }
        });
  }

  /** An object to be read once; what fails later comes as an {@link IOException}. */
  ResponseInputStream<GetObjectResponse> open(String location) {
    return guarded(
        "read " + location,
        () -> client.getObject(request -> request.bucket(bucket(location)).key(key(location))));
  }

  /** Copies an object to a file, which is there whole or not at all. */
  public void download(String location, Path file) {
    try (ResponseInputStream<GetObjectResponse> content = open(location)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // No temporary file of Java's: its permissions are for its owner alone.
      Path written = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
      Files.copy(content, written);
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException broken) {
      throw broken("copy " + location + " to " + file, broken);
    }
  }

  /** The error of a copy that broke off. */
  static AsOfException broken(String action, IOException cause) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot " + action + ": " + Secret.hide(cause.toString()),
        cause);
  }

  /** Locations of the objects below a prefix, in their order. */
  public List<String> list(String prefix) {
    return below(prefix).stream().map(Stored::location).toList();
  }

  /** The objects below a prefix, in the order of their locations. */
  List<Stored> below(String prefix) {
    return guarded(
        "list " + prefix,
        () -> {
          String root = prefix.substring(0, prefix.length() - key(prefix).length());
          List<Stored> found = new ArrayList<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(
                      request -> request.bucket(bucket(prefix)).prefix(key(prefix)))
                  .contents()) {
            found.add(new Stored(root + object.key(), object.eTag(), object.size()));
          }
          return found;
        });
  }

  private <T> T guarded(String action, Supplier<T> work) {
    try {
      return work.get();
    } catch (SdkException e) {
      throw failure(action, e);
    }
  }

  private AsOfException failure(String action, SdkException thrown) {
    if (thrown instanceof S3Exception answer) {
      int status = answer.statusCode();
      if (status == 401 || status == 403) {
        return error(
            ErrorCode.ACCESS_DENIED,
            action,
            storage.name() + " refused the credentials: " + AwsFailure.said(thrown),
            thrown);
      }
      if ("NoSuchBucket".equals(AwsFailure.code(answer))) {
        return error(
            ErrorCode.BUCKET_MISSING, action, "there is no such bucket in " + region(), thrown);
      }
    }
    if (AwsFailure.lacksCredentials(thrown)) {
      return error(ErrorCode.ACCESS_DENIED, action, AwsFailure.NO_CREDENTIALS, thrown);
    }
    return error(
        ErrorCode.STORAGE_UNAVAILABLE,
        action,
        "S3 in " + region() + " says: " + AwsFailure.said(thrown),
        thrown);
  }

  private String region() {
    return storage.region() + storage.endpoint().map(uri -> " at " + uri).orElse("");
  }

  private static AsOfException error(
      ErrorCode code, String action, String problem, SdkException thrown) {
    return new AsOfException(code, "Cannot " + action + ": " + problem, thrown);
  }

  private String bucket(String location) {
    String named = location.substring(SCHEME.length()).split("/", 2)[0];
    return storage.accessPoints().getOrDefault(named, named);
  }

  private static String key(String location) {
    String[] parts = location.substring(SCHEME.length()).split("/", 2);
    return parts.length == 2 ? parts[1] : "";
  }

  @Override
  public void close() {
    client.close();
  }
}
