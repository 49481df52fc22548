package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import dev.asof.api.ErrorCode;
import dev.asof.api.ErrorKind;
import dev.asof.catalog.Lake;
import dev.asof.engine.MarketData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What scenarios of a sweep read: each snapshot once in a process, kept for all of its threads. A
 * process that was told what another one read refuses to go on with anything else.
 */
final class SweepInputs {
  private static final int BYTES_PER_CELL = 5 * Double.BYTES;

  /** What is kept takes at most this share of the heap, but the last input always stays. */
  private static final int SHARE_OF_HEAP = 4;

  private final Supplier<Lake> lakes;
  private final Map<String, String> expected;
  private final Map<String, Input> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final long mostCells;

  /**
   * Inputs.
   *
   * @param lakes opens the lake
   * @param expected fingerprints by key, as the process that hands out scenarios read them; empty
   *     in that process itself
   */
  SweepInputs(Supplier<Lake> lakes, Map<String, String> expected) {
    this.lakes = lakes;
    this.expected = Map.copyOf(expected);
    this.mostCells = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_PER_CELL;
  }

  /**
   * What was read, or why it can't be.
   *
   * @param inputs empty when it can't be read
   * @param failure why
   */
  private record Read(Optional<RunInputs> inputs, Optional<AsOfException> failure) {
    long cells() {
      return inputs
          .map(read -> (long) read.bars().sessions() * read.bars().instruments())
          .orElse(0L);
    }

    /** Equal for equal rows of equal snapshots. */
    String fingerprint() {
      if (failure.isPresent()) {
        return failure.get().getMessage();
      }
      List<String> refs = new ArrayList<>();
      for (DataRef ref : inputs.orElseThrow().data()) {
        refs.add(ref.table() + " " + ref.snapshotId() + " " + ref.checksum());
      }
      return String.join("; ", refs);
    }
  }

  /** A market, and the same with what borrowed shares cost in the scenario that came last. */
  private static final class Input {
    private final Read read;
    private double rate;
    private MarketData withRate;

    Input(Read read) {
      this.read = read;
    }

    synchronized MarketData market(Definition definition) {
      if (withRate == null || rate != definition.borrowRate()) {
        rate = definition.borrowRate();
        withRate = RunInputs.withBorrowRates(definition, read.inputs().orElseThrow().market());
      }
      return withRate;
    }
  }

  /** What decides what a definition reads. */
  static String key(Definition definition) {
    String period = "to " + definition.spec().end();
    if (definition.universe() instanceof Definition.Universe.EverMemberOf) {
      period += " from " + definition.spec().start();
    }
    return definition.data() + " " + definition.universe() + " " + period;
  }

  /**
   * The market of a scenario.
   *
   * @throws AsOfException when what it reads can't be read, or is not what was expected
   */
  MarketData market(Definition definition) {
    Input input = input(definition);
    if (input.read.failure().isPresent()) {
      throw input.read.failure().get();
    }
    return input.market(definition);
  }

  /** The snapshots that a definition reads; empty when they can't be read. */
  List<DataRef> data(Definition definition) {
    return input(definition).read.inputs().map(RunInputs::data).orElse(List.of());
  }

  /** The bars that a definition reads; empty when they can't be read. */
  Optional<Bars> bars(Definition definition) {
    return input(definition).read.inputs().map(RunInputs::bars);
  }

  /** Why a definition's data can't be read; empty when it can. */
  Optional<AsOfException> failure(Definition definition) {
    return input(definition).read.failure();
  }

  /** Equal for equal rows of equal snapshots, wherever they are read. */
  String fingerprint(Definition definition) {
    return input(definition).read.fingerprint();
  }

  private synchronized Input input(Definition definition) {
    String key = key(definition);
    Input found = kept.get(key);
    if (found == null) {
      Read read = read(definition);
      String wanted = expected.get(key);
      if (wanted != null && !wanted.equals(read.fingerprint())) {
        throw new AsOfException(
            ErrorCode.CATALOG_UNAVAILABLE,
            "Cannot run scenarios here: the lake gives other rows than where the sweep was started ("
                + read.fingerprint()
                + " instead of "
                + wanted
                + "); when somebody published meanwhile, start it again");
      }
      found = new Input(read);
      kept.put(key, found);
      makeRoom();
    }
    return found;
  }

  private void makeRoom() {
    long cells = kept.values().stream().mapToLong(input -> input.read.cells()).sum();
    var eldest = kept.values().iterator();
    while (cells > mostCells && kept.size() > 1) {
      cells -= eldest.next().read.cells();
      eldest.remove();
    }
  }

  private Read read(Definition definition) {
    try (Lake lake = lakes.get()) {
      return new Read(Optional.of(InputReader.read(definition.asRead(), lake)), Optional.empty());
    } catch (AsOfException failure) {
      if (!isOfOneScenario(failure)) {
        throw failure;
      }
      return new Read(Optional.empty(), Optional.of(failure));
    }
  }

  /** Whether an error is about a scenario; others would meet every one. */
  static boolean isOfOneScenario(AsOfException failure) {
    ErrorKind kind = failure.code().kind();
    return switch (failure.code()) {
      case LAKE_MISSING, BUCKET_MISSING, ACCESS_DENIED -> false;
      default -> kind == ErrorKind.USER || kind == ErrorKind.DATA;
    };
  }
}
