package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.api.SweepRow;
import dev.asof.catalog.SweepRecord;
import dev.asof.jobs.sweep.Grid;
import dev.asof.jobs.sweep.SparkWorkers;
import dev.asof.jobs.sweep.SweepRun;
import dev.asof.jobs.sweep.SweepSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is printed when a sweep is done.
 *
 * @param grid what varied
 * @param sweep as it was recorded
 * @param outcome how much of it ran now
 * @param spark what Spark did; empty without it
 * @param summary of its rows
 */
record SweepListing(
    Grid grid,
    SweepRecord sweep,
    SweepRun.Outcome outcome,
    Optional<SparkWorkers.Tally> spark,
    SweepSummary summary) {
  private static final int MOST_LISTED = 5;

  /** Some lines for a reader. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s", sweep.title());
    line(
        text,
        "%,d scenarios: %,d ran in %.1f s%s, %,d were stored before, %,d failed",
        sweep.scenarios(),
        outcome.ran(),
        outcome.seconds(),
        outcome.ran() > 0
            ? String.format(Locale.ROOT, " (%,.0f a second)", outcome.ran() / outcome.seconds())
            : "",
        outcome.found(),
        sweep.failed());
    spark.ifPresent(
        tally ->
            line(
                text,
                "Spark: %,d tasks, %,d lost and run again, %,d bytes shuffled",
                tally.tasks(),
                tally.lost(),
                tally.shuffledBytes()));
    if (sweep.failed() > 0) {
      Map.Entry<String, Integer> most = summary.reasons().entrySet().iterator().next();
      line(text, "Most failures (%,d): %s", most.getValue(), most.getKey());
    }
    line(text, "Best while something was held:");
    for (SweepRow row : listed()) {
      line(
          text,
          "  %8d  Sharpe %s, return %s  %s",
          row.index(),
          number(row.heldSharpe(), 1),
          number(row.heldReturn(), 100) + " %",
          label(row));
    }
    line(text, "Digest: %s", sweep.digest());
    line(text, "Sweep: %s", sweep.id());
    return text.toString();
  }

  private List<SweepRow> listed() {
    List<SweepRow> best = summary.best();
    return best.subList(0, Math.min(best.size(), MOST_LISTED));
  }

  private static String number(double value, double factor) {
    return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%+.2f", value * factor);
  }

  private String label(SweepRow row) {
    return grid.at(row.index()).entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The same as JSON. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("id", sweep.id());
      json.writeStringField("name", sweep.name());
      json.writeNumberField("scenarios", sweep.scenarios());
      json.writeNumberField("ran", outcome.ran());
      json.writeNumberField("storedBefore", outcome.found());
      json.writeNumberField("failed", sweep.failed());
      json.writeNumberField("seconds", outcome.seconds());
      json.writeStringField("digest", sweep.digest());
      if (spark.isPresent()) {
        json.writeObjectFieldStart("spark");
        json.writeNumberField("tasks", spark.get().tasks());
        json.writeNumberField("tasksLost", spark.get().lost());
        json.writeNumberField("bytesShuffled", spark.get().shuffledBytes());
        json.writeEndObject();
      }
      json.writeArrayFieldStart("best");
      for (SweepRow row : listed()) {
        json.writeStartObject();
        json.writeNumberField("scenario", row.index());
        json.writeObjectFieldStart("values");
        for (Map.Entry<String, String> value : grid.at(row.index()).entrySet()) {
          json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
        defined(json, "heldSharpe", row.heldSharpe());
        defined(json, "heldReturn", row.heldReturn());
        json.writeStringField("digest", row.digest());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Cannot write JSON in memory", impossible);
    }
    return text + "\n";
  }

  /** A number, or null where it is not defined. */
  private static void defined(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }
}
