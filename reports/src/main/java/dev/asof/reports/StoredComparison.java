package dev.asof.reports;

import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a stored document with another computation of it, one run at a time. */
final class StoredComparison {
  private static final Set<String> NOT_COMPUTED =
      Set.of("formatVersion", "version", "lineage", "audit", "trials", "data", "sources", "cells");
  private static final Set<String> TEXTS_OF_A_VERSION = Set.of("findings", "metricDefinitions");

  private final JsonNode document;
  private final Experiment stored;
  private final ResultDifferences.Collector found = new ResultDifferences.Collector();

  StoredComparison(JsonNode document, Experiment stored) {
    this.document = document;
    this.stored = stored;
  }

  ResultDifferences with(Experiment recomputed) {
    List<JsonNode> cells = document.get("cells").elements();
    List<Run> runs = Run.of(recomputed);
    for (int n = 0; n < Math.min(cells.size(), runs.size()); n++) {
      found.compare(
          "cells[" + n + "]", cells.get(n), parse(ResultJson.json(runs.get(n))), Set.of());
    }
    found.addUnlessEqual("cells", cells.size() + " runs", runs.size() + " runs");
    Set<String> left = new HashSet<>(NOT_COMPUTED);
    if (!stored.lineage().version().equals(recomputed.lineage().version())) {
      left.addAll(TEXTS_OF_A_VERSION);
    }
    found.compare("", document, parse(ResultJson.withoutRuns(recomputed)), left);
    for (int n = 0; n < Math.min(stored.data().size(), recomputed.data().size()); n++) {
      data("data[" + n + "]", stored.data().get(n), recomputed.data().get(n));
    }
    return found.build();
  }

  /** Other data are told by their snapshots; of the same, all that is said must agree. */
  private void data(String path, DataRef then, DataRef now) {
    if (!then.table().equals(now.table()) || then.snapshotId() != now.snapshotId()) {
      return;
    }
    found.addUnlessEqual(path + ".knownAt", then.knownAt(), now.knownAt());
    found.addUnlessEqual(path + ".rows", then.rows(), now.rows());
    found.addUnlessEqual(path + ".sources", then.sources(), now.sources());
  }

  private static JsonNode parse(String json) {
    try {
      return JsonNode.parse("the recomputed result", new StringReader(json));
    } catch (IOException impossible) {
      throw new UncheckedIOException("Cannot read from memory", impossible);
    }
  }
}
