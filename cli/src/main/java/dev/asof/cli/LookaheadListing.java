package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.LookaheadInput;
import java.io.PrintStream;
import java.util.List;

/** How the inputs are listed that a run would use before they were known. */
final class LookaheadListing {
  private LookaheadListing() {}

  /**
   * Lists every input that looks ahead, and refuses the run for it, unless the definition allows
   * looking ahead.
   *
   * @throws AsOfException LOOKAHEAD, whose message counts them
   */
  static void refuse(
      Definition definition, RunInputs inputs, PrintStream out, ListingOptions.Format format) {
    if (!definition.spec().allowLookahead() && !inputs.lookahead().isEmpty()) {
      listing(inputs.lookahead()).print(out, format);
    }
    inputs.requireKnownInTime(definition);
  }

  private static Listing listing(List<LookaheadInput> inputs) {
    Listing rows = new Listing(List.of("table", "input", "used_from", "known_at"));
    for (LookaheadInput input : inputs) {
      rows.add(List.of(input.table(), input.description(), input.usedFrom(), input.knownAt()));
    }
    return rows;
  }
}
