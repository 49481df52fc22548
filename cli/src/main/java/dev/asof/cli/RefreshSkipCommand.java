package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import dev.asof.jobs.refresh.RefreshPlan;
import dev.asof.jobs.refresh.RefreshRunner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asof refresh skip}. */
@Command(
    name = "skip",
    description = {
      "Give up what was due at a moment, so that what is due later can be done.",
      "",
      "The log keeps the reason."
    })
final class RefreshSkipCommand implements Runnable {
  private final Surroundings surroundings;

  @Mixin private PlaceOption place;

  @Parameters(paramLabel = "FILE", description = "The file of the refresh.")
  private Path file;

  @Option(
      names = "--due",
      required = true,
      paramLabel = "INSTANT",
      description = "When it was due, such as 2026-11-25T23:30:00Z.")
  private Instant due;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  RefreshSkipCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    RefreshPlan plan =
        RefreshFiles.reader(surroundings)
            .read(surroundings.display(file), surroundings.resolve(file));
    try (Lake lake = place.create(surroundings)) {
      List<Instant> waiting = RefreshRunner.due(plan, lake.refreshes(), surroundings.now());
      if (!waiting.contains(due)) {
        throw new AsOfException(
            ErrorCode.USAGE,
            "Invalid option --due "
                + due
                + ": "
                + plan.name()
                + (waiting.isEmpty()
                    ? " waits for nothing"
                    : " waits for "
                        + waiting.stream()
                            .limit(5)
                            .map(Instant::toString)
                            .collect(Collectors.joining(", "))));
      }
      new RefreshWork(surroundings, place, lake, RefreshWork.clock(surroundings))
          .skip(plan, due, reason);
    }
  }
}
