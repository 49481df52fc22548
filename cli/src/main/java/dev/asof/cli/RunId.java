package dev.asof.cli;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import java.util.regex.Pattern;

/**
 * A run's name in the lake: the beginning of a SHA-256 of what decides it and of what came out. The
 * same definition on the same snapshots by the same code has the same one, whenever and wherever it
 * runs.
 */
final class RunId {
  private static final Pattern LIKELY = Pattern.compile("[0-9a-f]{1," + Identity.DIGITS + "}");

  private RunId() {}

  static String of(Experiment experiment) {
    Identity identity = new Identity();
    identity.add(experiment.definition());
    identity.add(experiment.lineage().version());
    identity.add(experiment.lineage().strategyClass());
    identity.add(experiment.lineage().strategySha256());
    identity.add(Long.toString(experiment.lineage().seed()));
    for (DataRef ref : experiment.data()) {
      identity.add(ref.table());
      identity.add(Long.toString(ref.snapshotId()));
      identity.add(ref.checksum());
    }
    for (Experiment.Cell cell : experiment.cells()) {
      identity.add(cell.failure().orElse(""));
      identity.add(cell.result().digest());
    }
    identity.add(experiment.audit().map(Object::toString).orElse(""));
    return identity.name();
  }

  /** Whether a text may be a run's id, or the beginning of one. */
  static boolean isLikely(String text) {
    return LIKELY.matcher(text).matches();
  }
}
