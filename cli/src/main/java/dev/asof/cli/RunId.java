package dev.asof.cli;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A run's name in the lake: the beginning of a SHA-256 of what decides it and of what came out. The
 * same definition on the same snapshots by the same code has the same one, whenever and wherever it
 * runs.
 */
final class RunId {
  private static final int DIGITS = 12;
  private static final Pattern LIKELY = Pattern.compile("[0-9a-f]{1," + DIGITS + "}");

  private RunId() {}

  static String of(Experiment experiment) {
    MessageDigest sha256 = sha256();
    add(sha256, experiment.definition());
    add(sha256, experiment.lineage().version());
    add(sha256, experiment.lineage().strategyClass());
    add(sha256, experiment.lineage().strategySha256());
    add(sha256, Long.toString(experiment.lineage().seed()));
    for (DataRef ref : experiment.data()) {
      add(sha256, ref.table());
      add(sha256, Long.toString(ref.snapshotId()));
      add(sha256, ref.checksum());
    }
    for (Experiment.Cell cell : experiment.cells()) {
      add(sha256, cell.failure().orElse(""));
      add(sha256, cell.result().digest());
    }
    add(sha256, experiment.audit().map(Object::toString).orElse(""));
    return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
  }

  /** Whether a text may be a run's id, or the beginning of one. */
  static boolean isLikely(String text) {
    return LIKELY.matcher(text).matches();
  }

  /** With its length before it, so that two texts are not another two. */
  private static void add(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha256.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
