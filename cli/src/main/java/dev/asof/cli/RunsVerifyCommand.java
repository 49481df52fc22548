package dev.asof.cli;

import dev.asof.catalog.Lake;
import dev.asof.reports.StoredExperiment;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code asof runs verify}. */
@Command(
    name = "verify",
    description = {
      "Run a stored result's definition again and compare.",
      "",
      "Checks the definition, every snapshot that was read, the code, the digest of every run and "
          + "every number that is stored: equity, cash, shares, orders, fills, trades, metrics, "
          + "bars. Ends with 0 when all are equal, and with 3 and the input or the numbers that "
          + "differ when not. Code that differs is a warning as long as all comes out the same."
    })
final class RunsVerifyCommand implements Runnable {
  private static final Pattern DIGEST = Pattern.compile("(SHA-256 )?[0-9a-f]{64}");
  private static final int SHOWN = 12;

  private final Surroundings surroundings;

  @Mixin private PlaceOption place;
  @Mixin private PluginsOption plugins;
  @Mixin private ThreadsOption threads;
  @Mixin private ListingOptions listing;

  @Parameters(
      paramLabel = "RUN",
      description = "A run's id or its beginning, a result.json, or the folder that holds it.")
  private String result;

  RunsVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    StoredExperiment stored = ResultReader.readAsStored(result, place, surroundings);
    ResultVerification verification;
    try (Lake lake = place.open(surroundings)) {
      verification =
          ResultVerification.of(stored, lake, plugins.load(surroundings), threads.count());
    }
    boolean people = listing.format() == ListingOptions.Format.TABLE;
    Listing rows = new Listing(List.of("check", "recorded", "now", "outcome"));
    for (ResultVerification.Check check : verification.checks()) {
      String now = check.recorded().equals(check.now()) && people ? "" : check.now();
      rows.add(
          List.of(
              check.what(),
              people ? brief(check.recorded()) : check.recorded(),
              people ? brief(now) : now,
              check.outcome()));
    }
    rows.print(surroundings.out(), listing.format());
    verification.requireEqual();
    for (ResultVerification.Check check : verification.checks()) {
      if (check.outcome() == ResultVerification.Outcome.WARNING) {
        surroundings.err().println("warning: " + check.problem());
      }
    }
    if (people) {
      surroundings
          .out()
          .println(
              "Reproduced: "
                  + stored.digests().size()
                  + " of "
                  + stored.digests().size()
                  + " runs");
    }
  }

  private static String brief(String text) {
    return DIGEST.matcher(text).matches() ? text.substring(0, text.length() - 64 + SHOWN) : text;
  }
}
