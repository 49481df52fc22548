package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorKind;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Reads the files of one batch and decides which are merged together: all of them, but for those
 * that restate rows of others or have other columns, deletions, corrected rows of the quarantine
 * and filings of funds.
 */
final class BatchReader implements AutoCloseable {
  private final Lake lake;
  private final VendorFormats formats;
  private final AuditPolicy audits;
  private final SparkLocal spark;
  private final Optional<PointInTime.Branch> branch;
  private final List<StagedFiles> opened = new ArrayList<>();

  /**
   * One of the command's files.
   *
   * @param place which one, from 0
   * @param warnings what to say of it beside what is found in it
   */
  record Wanted(int place, IngestRequest request, VendorFile file, List<String> warnings) {}

  /** Files on their way into one segment. */
  private record Growing(StagedFiles files, List<Wanted> wanted, boolean alone) {}

  BatchReader(
      Lake lake,
      VendorFormats formats,
      AuditPolicy audits,
      SparkLocal spark,
      Optional<PointInTime.Branch> branch) {
    this.lake = lake;
    this.formats = formats;
    this.audits = audits;
    this.spark = spark;
    this.branch = branch;
  }

  /**
   * Reads files until a batch is full.
   *
   * @param wanted in the order in which they count; those that are left over begin the next batch
   * @param progress is told how many are read
   * @throws FilesRefused when files must stay out, by their places in the command; the others of
   *     the batch were read to their end
   */
  List<Segment> read(List<Wanted> wanted, IntConsumer progress) {
    SortedMap<Integer, AsOfException> refused = new TreeMap<>();
    List<Growing> growing = new ArrayList<>();
    long rows = 0;
    for (Wanted next : wanted) {
      int read = growing.stream().mapToInt(files -> files.wanted().size()).sum();
      if (read == BatchIngest.MOST_FILES || rows >= BatchIngest.MOST_ROWS) {
        break;
      }
      boolean alone = isAlone(next);
      Growing last = growing.isEmpty() ? null : growing.get(growing.size() - 1);
      if (last == null || alone || last.alone()) {
        last = open(next.request(), alone);
        growing.add(last);
      }
      try {
        read(next, last);
      } catch (AsOfException stays) {
        if (stays.code().kind() != ErrorKind.DATA) {
          throw stays;
        }
        refused.put(next.place(), stays);
      }
      rows = growing.stream().mapToLong(files -> files.files().rows().count()).sum();
      progress.accept(read + 1);
    }
    if (!refused.isEmpty()) {
      throw new FilesRefused(refused);
    }
    List<Segment> segments = new ArrayList<>();
    for (Growing files : growing) {
      files.files().finish();
      segments.addAll(split(files));
    }
    return segments;
  }

  /** A file of corrected rows that was applied, to complete what is said of it. */
  Staging corrected(Wanted wanted) {
    Growing files = open(wanted.request(), true);
    files.wanted().add(wanted);
    files
        .files()
        .read(
            new StagedFiles.Source(
                wanted.request(),
                wanted.file(),
                format(wanted),
                audits.of(wanted.request().dataset().table()).whole()));
    return segment(files).staging();
  }

  private Growing open(IngestRequest request, boolean alone) {
    int inMemory = opened.stream().mapToInt(files -> files.rows().inMemory()).sum();
    StagedFiles files =
        new StagedFiles(lake, request, Math.max(0, StagedRows.MOST_IN_MEMORY - inMemory));
    opened.add(files);
    return new Growing(files, new ArrayList<>(), alone);
  }

  private static boolean isAlone(Wanted wanted) {
    return wanted.request().effect() == IngestRequest.Effect.DELETE
        || wanted.request().dataset() == Dataset.FUND_HOLDINGS
        || Replay.isOne(wanted.file());
  }

  private void read(Wanted next, Growing into) {
    into.wanted().add(next);
    TableAudits rules = audits.of(next.request().dataset().table());
    boolean whole =
        next.request().effect() == IngestRequest.Effect.DELETE || Replay.isOne(next.file());
    into.files()
        .read(
            new StagedFiles.Source(
                next.request(), next.file(), format(next), whole ? rules.whole() : rules));
    List<Reading> readings = into.files().readings();
    Intake intake = readings.get(readings.size() - 1).intake();
    intake.replay().check(lake, next.request(), branch, next.file().name());
    next.warnings().forEach(intake::warn);
  }

  private VendorFormat format(Wanted wanted) {
    return wanted.request().effect() == IngestRequest.Effect.DELETE
        ? KeyRows.format(wanted.request().dataset())
        : formats.of(wanted.request().dataset(), wanted.file(), wanted.request().format());
  }

  /** Reads files again, each part on its own, where they can't be merged in one step. */
  private List<Segment> split(Growing all) {
    if (all.wanted().size() == 1) {
      return List.of(segment(all));
    }
    StagedRows rows = all.files().rows();
    SortedMap<Integer, Integer> restating =
        rows.hasRepeated() ? rows.restating(spark.sessionFor(rows.count())) : new TreeMap<>();
    List<Integer> cuts = new ArrayList<>(all.files().cuts(restating));
    if (cuts.isEmpty()) {
      return List.of(segment(all));
    }
    opened.remove(all.files());
    all.files().close();
    cuts.add(0, 0);
    cuts.add(all.wanted().size());
    List<Segment> segments = new ArrayList<>();
    for (int i = 1; i < cuts.size(); i++) {
      Growing part = open(all.wanted().get(0).request(), false);
      all.wanted().subList(cuts.get(i - 1), cuts.get(i)).forEach(next -> read(next, part));
      part.files().finish();
      segments.add(segment(part));
    }
    return segments;
  }

  private Segment segment(Growing files) {
    Staging staging =
        new Staging(lake, spark, files.wanted().get(0).request(), files.files(), audits);
    return new Segment(files.files(), files.wanted().stream().map(Wanted::place).toList(), staging);
  }

  /** Closes them after a failure, which is the one to be reported. */
  void closeBecauseOf(RuntimeException failed) {
    try {
      close();
    } catch (RuntimeException stays) {
      failed.addSuppressed(stays);
    }
  }

  @Override
  public void close() {
    RuntimeException failed = null;
    for (StagedFiles files : opened) {
      try {
        files.close();
      } catch (RuntimeException stays) {
        if (failed == null) {
          failed = stays;
        } else {
          failed.addSuppressed(stays);
        }
      }
    }
    opened.clear();
    if (failed != null) {
      throw failed;
    }
  }
}
