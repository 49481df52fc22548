package dev.asof.jobs.sweep;

import dev.asof.api.SweepRow;
import dev.asof.catalog.IndexRange;
import dev.asof.catalog.SweepFile;
import dev.asof.catalog.SweepStore;
import dev.asof.catalog.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs what a store lacks of a sweep. Rows are stored in pieces while others run, so that a sweep
 * which is killed goes on from there; nothing is stored twice.
 */
public final class SweepRun {
  /** How long the first rows wait to be stored; each wait after it is twice as long. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** What a killed sweep loses at most. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);

  /** Rows held in memory at most, about 50 MB, before they are stored. */
  private static final int MOST_WAITING = 200_000;

  private static final long TICK_MILLIS = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Comes after the last piece. */
  private static final Piece END = new Piece.Rows(List.of());

  private final String id;
  private final Grid grid;
  private final SweepStore store;
  private final Progress progress;

  /**
   * A sweep.
   *
   * @param id names it in the store; the same id stands for the same rows
   * @param progress is told how far it is
   */
  public SweepRun(String id, Grid grid, SweepStore store, Progress progress) {
    this.id = id;
    this.grid = grid;
    this.store = store;
    this.progress = progress;
  }

  /** How far a sweep is, told from one thread and several times a second. */
  public interface Progress {
    /** Nobody looks. */
    Progress NONE = (done, size) -> {};

    /**
     * Takes the state.
     *
     * @param done scenarios that are done, with those that were stored before
     * @param size of the sweep
     */
    void at(int done, int size);
  }

  /**
   * What was done.
   *
   * @param ran scenarios that ran now
   * @param found scenarios that were stored before
   * @param seconds how long it took
   */
  public record Outcome(int ran, int found, double seconds) {}

  /** Runs and stores every scenario that is not stored yet. */
  public Outcome run(Workers workers) {
    long start = System.nanoTime();
    List<IndexRange> missing = IndexRange.missing(store.stored(id), grid.size());
    int left = missing.stream().mapToInt(IndexRange::size).sum();
    int found = grid.size() - left;
    progress.at(found, grid.size());
    if (left > 0) {
      collect(workers, missing, found);
    }
    return new Outcome(left, found, (System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private void collect(Workers workers, List<IndexRange> missing, int found) {
    BlockingQueue<Piece> finished = new LinkedBlockingQueue<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Threads.daemons("asof-sweep-driver")
        .newThread(
            () -> {
              try {
                workers.run(missing, finished::add);
              } catch (Throwable thrown) {
                failure.set(thrown);
              } finally {
                finished.add(END);
              }
            })
        .start();
    List<Piece> waiting = new ArrayList<>();
    int done = found;
    int waitingRows = 0;
    long stored = System.nanoTime();
    Duration wait = FIRST_WAIT;
    try {
      Piece piece = null;
      while (piece != END) {
        piece = finished.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (piece != null && piece != END) {
          waiting.add(piece);
          waitingRows += piece instanceof Piece.Rows rows ? rows.size() : 0;
          done += piece.size();
        }
        progress.at(done, grid.size());
        if (waitingRows >= MOST_WAITING
            || !waiting.isEmpty() && System.nanoTime() - stored >= wait.toNanos()) {
          store(waiting);
          waitingRows = 0;
          stored = System.nanoTime();
          wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot go on: the thread was interrupted", interrupted);
    }
    store(waiting);
    rethrow(failure.get());
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      throw known;
    }
    if (failure instanceof Error defect) {
      throw defect;
    }
  }

  /** Stores what waits; rows that follow one another go into one file. */
  private void store(List<Piece> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.sort(Comparator.comparingInt(Piece::from));
    List<SweepFile> files = new ArrayList<>();
    List<SweepRow> run = new ArrayList<>();
    int end = -1;
    for (Piece piece : waiting) {
      if (!run.isEmpty() && (piece.from() != end || piece instanceof Piece.Written)) {
        files.add(store.write(id, run, grid::at));
        run = new ArrayList<>();
      }
      if (piece instanceof Piece.Rows rows) {
        run.addAll(rows.rows());
      } else if (piece instanceof Piece.Written written) {
        files.add(written.file());
      }
      end = piece.from() + piece.size();
    }
    if (!run.isEmpty()) {
      files.add(store.write(id, run, grid::at));
    }
    store.commit(id, files);
    waiting.clear();
  }
}
