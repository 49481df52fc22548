package dev.asof.jobs.submit;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.HomeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs that were submitted from a home, a folder each; files are whole or not there. */
public final class JobStore {
  private static final String RECORD = "job.json";

  private final Path folder;

  private JobStore(Path folder) {
    this.folder = folder;
  }

  /** The jobs of a home. */
  public static JobStore of(Path home) {
    return new JobStore(home.resolve("jobs"));
  }

  /** All jobs, the latest first. */
  public List<JobRecord> all() {
    List<JobRecord> records = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        read(entry).ifPresent(records::add);
      }
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw unavailable("read the jobs in " + folder, unreadable);
    }
    records.sort(
        Comparator.comparing(JobRecord::submittedAt).reversed().thenComparing(JobRecord::digest));
    return records;
  }

  /**
   * The job with a name.
   *
   * @param typed the beginning of its id, or what the service calls it
   * @throws AsOfException JOB_MISSING when none or more than one is called so
   */
  public JobRecord find(String typed) {
    List<JobRecord> found =
        all().stream()
            .filter(
                job ->
                    job.digest().startsWith(typed)
                        || job.remote().filter(remote -> remote.id().equals(typed)).isPresent())
            .toList();
    if (typed.isEmpty() || found.isEmpty()) {
      throw new AsOfException(
          ErrorCode.JOB_MISSING,
          "Cannot find job " + typed + ": none was submitted from here (see asof jobs list)");
    }
    if (found.size() > 1) {
      throw new AsOfException(
          ErrorCode.JOB_MISSING,
          "Cannot find one job " + typed + ": " + found.size() + " begin so; type more of it");
    }
    return found.get(0);
  }

  Optional<JobRecord> withDigest(String digest) {
    return read(folder(digest));
  }

  /** A job's folder. */
  Path folder(String digest) {
    return folder.resolve(JobRecord.id(digest));
  }

  /**
   * Keeps a record unless the job has one.
   *
   * @return whether it had none; of two who do this at once, one hears so
   */
  boolean add(JobRecord job) {
    Path own = folder(job.digest());
    try {
      HomeFolder.makeBelow(folder.getParent(), own);
      Path written = Files.createTempFile(own, ".job-", ".tmp");
      Files.writeString(written, job.json(), StandardCharsets.UTF_8);
      try {
        // A link is made or refused; a move could replace what another process has just written.
        Files.createLink(own.resolve(RECORD), written);
        return true;
      } catch (FileAlreadyExistsException another) {
        return false;
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException unwritable) {
      throw unavailable("keep job " + job.id() + " in " + folder, unwritable);
    }
  }

  void update(JobRecord job) {
    replace(folder(job.digest()).resolve(RECORD), job.json());
  }

  void remove(JobRecord job) {
    try {
      Files.deleteIfExists(folder(job.digest()).resolve(RECORD));
    } catch (IOException unwritable) {
      throw unavailable("forget job " + job.id(), unwritable);
    }
  }

  static void replace(Path file, String text) {
    try {
      Path written = Files.createTempFile(file.getParent(), ".job-", ".tmp");
      Files.writeString(written, text, StandardCharsets.UTF_8);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw unavailable("write " + file, unwritable);
    }
  }

  private static Optional<JobRecord> read(Path jobFolder) {
    Path file = jobFolder.resolve(RECORD);
    try {
      return Optional.of(JobRecord.of(Json.parse(Files.readString(file, StandardCharsets.UTF_8))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw unavailable("read " + file, unreadable);
    } catch (IllegalArgumentException damaged) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot read " + file + ": it is damaged; remove its folder to forget the job",
          damaged);
    }
  }

  static AsOfException unavailable(String action, IOException cause) {
    return new AsOfException(
        ErrorCode.STORAGE_UNAVAILABLE,
        "Cannot " + action + ": check the permissions and the space on the disk",
        cause);
  }
}
