package dev.asof.api;

import java.time.LocalDate;

/**
 * What a strategy said about a decision.
 *
 * @param session session for which it decided
 * @param text one line of plain text
 */
public record DecisionNote(LocalDate session, String text) {}
