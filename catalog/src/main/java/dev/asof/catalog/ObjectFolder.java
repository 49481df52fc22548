package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * A vendor's files in the object store that holds a lake's: one object, or all below a prefix. They
 * may lie in another bucket; endpoint, region and credentials are those of the lake's place.
 */
public final class ObjectFolder {
  private static final Pattern LOCATION = Pattern.compile("s3://[a-z0-9][a-z0-9.-]+/.*");

  private final Lake lake;
  private final String location;

  private ObjectFolder(Lake lake, String location) {
    this.lake = lake;
    this.location = location;
  }

  /**
   * An object.
   *
   * @param location {@code s3://BUCKET/KEY}
   * @param bytes its size
   * @param modifiedAt when the store got it; for audit only
   */
  public record ObjectFile(String location, long bytes, Instant modifiedAt) {
    /** Its name without the folders before it. */
    public String name() {
      return location.substring(location.lastIndexOf('/') + 1);
    }
  }

  /** Whether what somebody typed names objects and no file of this machine. */
  public static boolean isLocation(String typed) {
    return typed.startsWith("s3://");
  }

  /**
   * The objects at a location.
   *
   * @param location {@code s3://BUCKET/KEY}, or {@code s3://BUCKET/PREFIX/} for all below it
   * @throws AsOfException USAGE when it is no such location, or the lake's place has no object
   *     store
   */
  public static ObjectFolder of(Lake lake, String location) {
    if (!LOCATION.matcher(location).matches()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Invalid file " + location + ": expected s3://BUCKET/KEY, or s3://BUCKET/PREFIX/");
    }
    if (!(lake.place().storage() instanceof PlaceStorage.S3)) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot read "
              + location
              + ": the lake in "
              + lake.place().name()
              + " has no s3 storage; give one by --conf");
    }
    return new ObjectFolder(lake, location);
  }

  /**
   * The objects, in the order of their locations. A prefix's own marker is left out, and so is what
   * has a name that begins with {@code .} or {@code _} or lies in such a folder.
   *
   * @throws AsOfException FILE_MISSING when there is none
   */
  public List<ObjectFile> files() {
    String action = "read " + location;
    List<ObjectFile> files =
        lake.stored()
            .failures()
            .guarded(action, () -> location.endsWith("/") ? below() : List.of(single()));
    if (files.isEmpty()) {
      throw missing("no object lies below it");
    }
    return files;
  }

  private List<ObjectFile> below() {
    List<ObjectFile> files = new ArrayList<>();
    for (FileInfo info : ((SupportsPrefixOperations) lake.io()).listPrefix(location)) {
      ObjectFile file =
          new ObjectFile(
              info.location(), info.size(), Instant.ofEpochMilli(info.createdAtMillis()));
      if (isData(nameOf(file))) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(ObjectFile::location));
    return files;
  }

  /** Whether neither an object nor a folder around it is what other programs leave beside data. */
  private static boolean isData(String name) {
    return !name.endsWith("/")
        && !name.isEmpty()
        && Arrays.stream(name.split("/"))
            .noneMatch(part -> part.startsWith(".") || part.startsWith("_"));
  }

  /** An object's name below the location, with the folders in between. */
  public String nameOf(ObjectFile file) {
    return location.endsWith("/") && file.location().startsWith(location)
        ? file.location().substring(location.length())
        : file.name();
  }

  private ObjectFile single() {
    for (FileInfo info : ((SupportsPrefixOperations) lake.io()).listPrefix(location)) {
      if (info.location().equals(location)) {
        return new ObjectFile(
            info.location(), info.size(), Instant.ofEpochMilli(info.createdAtMillis()));
      }
    }
    throw missing("there is no such object");
  }

  /**
   * Opens an object to be read once; what fails later comes as an {@link java.io.IOException}.
   *
   * @throws AsOfException FILE_MISSING when it was deleted meanwhile
   */
  public InputStream open(ObjectFile file) {
    return lake.stored()
        .failures()
        .guarded(
            "read " + file.location(),
            () -> {
              try {
                return input(file).newStream();
              } catch (NotFoundException deleted) {
                throw missing("the object is gone");
              }
            });
  }

  /** The same for a format that is read from its end; its streams throw what the store's do. */
  public InputFile input(ObjectFile file) {
    return lake.io().newInputFile(file.location(), file.bytes());
  }

  private AsOfException missing(String problem) {
    return new AsOfException(ErrorCode.FILE_MISSING, "Cannot read " + location + ": " + problem);
  }
}
