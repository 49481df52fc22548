package dev.asof.api;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What a strategy said about a decision.
 *
 * @param session session for which it decided
 * @param text one line of plain text
 * @param finding the kind of finding that the note belongs to; empty for a plain note
 */
public record DecisionNote(LocalDate session, String text, Optional<RunFinding.Kind> finding) {
  /** Checks that nothing is null. */
  public DecisionNote {
    Objects.requireNonNull(session);
    Objects.requireNonNull(text);
    Objects.requireNonNull(finding);
  }

  /** Makes a plain note. */
  public DecisionNote(LocalDate session, String text) {
    this(session, text, Optional.empty());
  }
}
