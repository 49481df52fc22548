package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.api.PointInTime;
import dev.asof.catalog.AppliedSource;
import dev.asof.catalog.Lake;
import dev.asof.catalog.PublishOutcome;
import dev.asof.catalog.Publisher;
import dev.asof.catalog.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Ingests the files of one command. They are read one after the other, merged into one stage and
 * published in one commit; files that together have too many rows for that are published in several
 * batches. Within a batch, files that restate one another, deletions and filings of funds are each
 * a snapshot of their own, so that nothing that was known in between is lost.
 *
 * <p>It holds the order of an ingest in one place, with each way in which it can end.
 */
final class BatchIngest {
  /** With this many rows, a batch takes no more files. */
  static final long MOST_ROWS = 20_000_000;

  /** A batch takes no more files than this: each stands in the summary of a snapshot. */
  static final int MOST_FILES = 5_000;

  private static final int ATTEMPTS = 8;

  private final Lake lake;
  private final VendorFormats formats;
  private final AuditPolicy audits;
  private final SparkLocal spark;
  private final IngestBatch batch;
  private final Effect effect;
  private final IngestWatch watch;
  private final Publisher publisher;
  private final List<VendorFile> files = new ArrayList<>();
  private final SortedSet<Integer> open = new TreeSet<>();
  private final Map<Integer, List<String>> warnings = new HashMap<>();
  private final SortedMap<Integer, FileOutcome> outcomes = new TreeMap<>();
  private final SortedMap<Integer, AsOfException> refused = new TreeMap<>();
  private final Map<Long, Instant> knownAt = new HashMap<>();
  private int told;

  /** What becomes of what was staged. */
  enum Effect {
    PUBLISH,
    PREVIEW
  }

  /**
   * An ingest.
   *
   * @throws AsOfException USAGE when a tag is asked for on a research branch, TAG_MISSING when the
   *     table has no such branch
   */
  BatchIngest(
      Lake lake,
      VendorFormats formats,
      AuditPolicy audits,
      SparkLocal spark,
      IngestBatch batch,
      Effect effect,
      IngestWatch watch) {
    this.lake = lake;
    this.formats = formats;
    this.audits = audits;
    this.spark = spark;
    this.batch = batch;
    this.effect = effect;
    this.watch = watch;
    this.publisher = publisher(lake, batch);
  }

  private static Publisher publisher(Lake lake, IngestBatch batch) {
    IngestRequest request = batch.last();
    if (batch.branch().isEmpty()) {
      return lake.publisher(request.dataset().table());
    }
    PointInTime.Branch branch = batch.branch().get();
    if (request.tag().isPresent()) {
      throw new AsOfException(
          ErrorCode.USAGE,
          "Cannot use --tag "
              + request.tag().get()
              + " with --branch "
              + branch.name()
              + ": a research branch moves, and only what is published to main is tagged");
    }
    lake.resolve(request.dataset().table(), branch);
    return lake.publisher(request.dataset().table(), branch);
  }

  /** Ingests the files, and tells what became of each. */
  void run() {
    try {
      lookUp();
      while (!open.isEmpty()) {
        ingestSome();
      }
      settleApplied();
    } finally {
      tell();
    }
    if (!refused.isEmpty()) {
      throw summary(
          "the other "
              + (files.size() - refused.size())
              + " of the "
              + files.size()
              + " files are applied"
              + (batch.last().tag().isPresent() ? ", and no tag was made" : ""));
    }
  }

  /** Finds out which files are still to be applied; of equal ones the first. */
  private void lookUp() {
    for (IngestRequest request : batch.requests()) {
      files.add(VendorFile.of(request.file()));
      watch.lookedUp(files.size(), batch.requests().size());
    }
    AppliedFiles applied = AppliedFiles.of(publisher, formats);
    Map<String, List<Integer>> seen = new HashMap<>();
    for (int place = 0; place < files.size(); place++) {
      List<Integer> sameBytes =
          seen.computeIfAbsent(files.get(place).sha256(), unseen -> new ArrayList<>());
      if (isNew(place, applied, sameBytes)) {
        open.add(place);
        warnings.put(place, applied.warnings(request(place), files.get(place)));
        sameBytes.add(place);
      }
    }
    if (!open.isEmpty()) {
      batch.last().tag().ifPresent(publisher::checkTagFree);
    }
  }

  private boolean isNew(int place, AppliedFiles applied, List<Integer> sameBytes) {
    try {
      return applied.find(request(place), files.get(place)).isEmpty()
          && (sameBytes.isEmpty()
              || sameBytes.stream().map(this::identity).noneMatch(identity(place)::equals));
    } catch (AsOfException refusal) {
      if (refusal.code().kind() != ErrorKind.DATA) {
        throw refusal;
      }
      // Reading it will say so again, beside what is wrong with other files.
      return true;
    }
  }

  private SourceIdentity identity(int place) {
    return SourceIdentity.of(request(place), files.get(place), formats);
  }

  private IngestRequest request(int place) {
    return batch.requests().get(place);
  }

  private BatchReader.Wanted wanted(int place) {
    return new BatchReader.Wanted(
        place, request(place), files.get(place), warnings.getOrDefault(place, List.of()));
  }

  private void ingestSome() {
    BatchReader reader = new BatchReader(lake, formats, audits, spark, batch.branch());
    try {
      List<BatchReader.Wanted> wanted = open.stream().map(this::wanted).toList();
      int before = files.size() - open.size();
      List<Segment> segments = reader.read(wanted, read -> watch.read(before + read, files.size()));
      if (effect == Effect.PREVIEW) {
        preview(segments);
      } else {
        publish(segments);
      }
    } catch (FilesRefused stay) {
      reader.closeBecauseOf(stay);
      refuse(stay.byFile());
      return;
    } catch (RuntimeException failed) {
      reader.closeBecauseOf(failed);
      throw failed;
    }
    reader.close();
  }

  private void refuse(SortedMap<Integer, AsOfException> byPlace) {
    byPlace.forEach(
        (place, because) -> {
          refused.put(place, because);
          outcomes.put(place, new FileOutcome.Refused(files.get(place).name(), because));
          open.remove(place);
        });
    if (batch.policy() == BatchPolicy.WITHOUT_REFUSED) {
      return;
    }
    int applied = files.size() - open.size() - refused.size();
    for (int place = 0; place < files.size(); place++) {
      if (open.contains(place)) {
        outcomes.put(place, new FileOutcome.NotApplied(files.get(place).name()));
      }
    }
    settleApplied();
    throw summary(
        applied == 0
            ? "none of the " + files.size() + " files was applied"
            : "of the other files, "
                + applied
                + " are applied, in earlier batches or before, and "
                + open.size()
                + " are not");
  }

  /** The first refusal, and what became of the other files. */
  private AsOfException summary(String others) {
    AsOfException first = refused.get(refused.firstKey());
    if (files.size() == 1) {
      return first;
    }
    return new AsOfException(
        first.code(), first.getMessage() + others(refused.size() - 1) + "; " + others, first);
  }

  private static String others(int more) {
    return more == 0 ? "" : "; and " + more + (more == 1 ? " more file" : " more files");
  }

  private Optional<PointInTime.Tag> tag(List<Segment> segments) {
    int staged = segments.stream().mapToInt(segment -> segment.places().size()).sum();
    return staged == open.size() && refused.isEmpty() ? batch.last().tag() : Optional.empty();
  }

  private void publish(List<Segment> segments) {
    for (int attempt = 1; attempt <= ATTEMPTS; ) {
      Stage stage = publisher.stage();
      if (isAnyApplied(segments, stage)) {
        return;
      }
      List<List<Staging.Staged>> staged = new ArrayList<>();
      List<Long> snapshots = new ArrayList<>();
      if (stage(segments, stage, staged, snapshots)) {
        quarantine(segments, stage);
        Optional<PointInTime.Tag> tag = tag(segments);
        PublishOutcome outcome = publish(stage, tag);
        if (outcome instanceof PublishOutcome.Done done) {
          snapshots.add(done.snapshotId());
          settle(segments, staged, snapshots);
          return;
        }
        if (outcome instanceof PublishOutcome.Unknown unknown) {
          throw commitUnknown(segments, unknown.cause());
        }
        attempt++;
      }
      publisher.discard(stage);
    }
    throw new AsOfException(
        ErrorCode.PUBLISH_CONFLICT,
        "Cannot ingest "
            + name(segments)
            + ": others published to "
            + batch.last().dataset().table().tableName()
            + " first, "
            + ATTEMPTS
            + " times in a row; nothing was changed, try again");
  }

  /** Whether others applied files meanwhile: then the stage is discarded, and they are let go. */
  private boolean isAnyApplied(List<Segment> segments, Stage stage) {
    try {
      AppliedFiles applied = AppliedFiles.of(publisher, formats);
      List<Integer> there = new ArrayList<>();
      for (Segment segment : segments) {
        for (int place : segment.places()) {
          if (applied.find(request(place), files.get(place)).isPresent()) {
            there.add(place);
          }
        }
      }
      if (there.isEmpty()) {
        batch.last().tag().ifPresent(publisher::checkTagFree);
        return false;
      }
      open.removeAll(there);
    } catch (RuntimeException taken) {
      publisher.discard(stage, taken);
      throw taken;
    }
    publisher.discard(stage);
    return true;
  }

  /**
   * Merges the segments into the stage, one after the other.
   *
   * @param snapshots takes the snapshot of each but the last
   * @return false when rows are left out from now on, and another stage is to be tried
   */
  private boolean stage(
      List<Segment> segments,
      Stage stage,
      List<List<Staging.Staged>> staged,
      List<Long> snapshots) {
    for (Segment segment : segments) {
      try {
        Stage step = stage;
        if (!staged.isEmpty()) {
          step = publisher.next(stage);
          snapshots.add(step.parentSnapshotId().orElseThrow());
        }
        Optional<List<Staging.Staged>> merged = segment.staging().merge(publisher, step);
        if (merged.isEmpty()) {
          return false;
        }
        staged.add(merged.get());
        if (effect == Effect.PREVIEW) {
          List<IngestPreview> previews = segment.staging().preview(step, merged.get());
          for (int file = 0; file < previews.size(); file++) {
            outcomes.put(segment.places().get(file), new FileOutcome.Previewed(previews.get(file)));
          }
        }
      } catch (FilesRefused stay) {
        FilesRefused inCommand = segment.inCommand(stay);
        publisher.discard(stage, inCommand);
        throw inCommand;
      } catch (Exception failed) {
        throw unlessUnknown(segment, stage, failed);
      }
    }
    return true;
  }

  private void preview(List<Segment> segments) {
    while (true) {
      Stage stage = publisher.stage();
      boolean complete = stage(segments, stage, new ArrayList<>(), new ArrayList<>());
      publisher.discard(stage);
      if (complete) {
        segments.forEach(segment -> open.removeAll(segment.places()));
        return;
      }
    }
  }

  /**
   * Discards the stage after a failure, unless it isn't known what became of the commit to it.
   *
   * @return what to throw
   */
  private RuntimeException unlessUnknown(Segment segment, Stage stage, Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitStateUnknownException) {
        return commitUnknown(List.of(segment), failed);
      }
    }
    RuntimeException reported = StageFailure.translate(segment.files().name(), lake, failed);
    publisher.discard(stage, reported);
    return reported instanceof AsOfException known
            && known.code().kind() == ErrorKind.DATA
            && segment.places().size() == 1
        ? new FilesRefused(Map.of(segment.places().get(0), known))
        : reported;
  }

  private void quarantine(List<Segment> segments, Stage stage) {
    try {
      segments.forEach(segment -> segment.staging().quarantine(batch.branch()));
    } catch (RuntimeException failed) {
      publisher.discard(stage, failed);
      throw failed;
    }
  }

  private PublishOutcome publish(Stage stage, Optional<PointInTime.Tag> tag) {
    try {
      return publisher.publish(stage, tag);
    } catch (AsOfException refusal) {
      publisher.discard(stage, refusal);
      throw refusal;
    }
  }

  private void settle(
      List<Segment> segments, List<List<Staging.Staged>> staged, List<Long> snapshots) {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      segment.staging().settle();
      for (int file = 0; file < segment.places().size(); file++) {
        int place = segment.places().get(file);
        outcomes.put(
            place,
            new FileOutcome.Applied(
                report(place, false, snapshots.get(i), staged.get(i).get(file))));
        open.remove(place);
      }
    }
    tell();
  }

  /** Says of the files that are left which were applied before, or stood in the command twice. */
  private void settleApplied() {
    AppliedFiles applied = null;
    for (int place = 0; place < files.size(); place++) {
      if (outcomes.containsKey(place)) {
        continue;
      }
      applied = applied == null ? AppliedFiles.of(publisher, formats) : applied;
      VendorFile file = files.get(place);
      Optional<AppliedSource> found = applied.find(request(place), file);
      if (effect == Effect.PREVIEW) {
        outcomes.put(
            place,
            new FileOutcome.Previewed(IngestPreview.ofNothing(batch.last().dataset(), file)));
      } else if (found.isPresent()) {
        completeReplay(place);
        outcomes.put(place, new FileOutcome.Applied(reportApplied(place, found.get())));
      } else {
        outcomes.put(place, new FileOutcome.NotApplied(file.name()));
      }
    }
  }

  /** Completes what a crash between publishing corrected rows and saying so left behind. */
  private void completeReplay(int place) {
    if (request(place).effect() == IngestRequest.Effect.MERGE && Replay.isOne(files.get(place))) {
      try (BatchReader reader = new BatchReader(lake, formats, audits, spark, batch.branch())) {
        reader.corrected(wanted(place)).settle();
      }
    }
  }

  private IngestReport reportApplied(int place, AppliedSource applied) {
    Optional<PointInTime.Tag> tag = refused.isEmpty() ? request(place).tag() : Optional.empty();
    long snapshotId =
        tag.isPresent() ? publisher.tagApplied(tag.get(), applied) : applied.snapshotId();
    return report(place, true, snapshotId, AppliedFiles.staged(request(place), applied));
  }

  private IngestReport report(
      int place, boolean alreadyApplied, long snapshotId, Staging.Staged staged) {
    IngestRequest request = request(place);
    Instant known =
        knownAt.computeIfAbsent(
            snapshotId,
            id -> lake.resolve(request.dataset().table(), new PointInTime.Snapshot(id)).knownAt());
    return new IngestReport(
        request.dataset(),
        files.get(place).name(),
        files.get(place).sha256(),
        alreadyApplied,
        snapshotId,
        refused.isEmpty() ? request.tag() : Optional.empty(),
        batch.branch(),
        known,
        staged.counts(),
        staged.quarantined(),
        staged.warnings(),
        staged.findings());
  }

  /** Tells what is settled, in the order of the files. */
  private void tell() {
    while (outcomes.containsKey(told)) {
      watch.settled(outcomes.get(told++));
    }
  }

  private String name(List<Segment> segments) {
    return segments.size() == 1
        ? segments.get(0).files().name()
        : segments.get(0).files().first().file().name() + " and other files";
  }

  private AsOfException commitUnknown(List<Segment> segments, Exception cause) {
    return new AsOfException(
        ErrorCode.COMMIT_UNKNOWN,
        "Cannot say whether "
            + name(segments)
            + " was published: the catalog didn't answer; nothing was cleaned up, and ingesting the"
            + " file again is safe",
        cause);
  }
}
