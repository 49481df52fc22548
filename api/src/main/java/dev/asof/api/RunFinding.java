package dev.asof.api;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Something that a reader has to know before the numbers of an experiment: what it lost, could not
 * price, assumed or did not use. Findings decide no result and no digest.
 *
 * @param kind what it is about
 * @param cells indexes of the experiment's cells that it concerns, ascending; empty when it
 *     concerns what all of them read
 * @param text one or more sentences, with the numbers; where several cells are concerned, those of
 *     the worst
 */
public record RunFinding(Kind kind, List<Integer> cells, String text) {
  /** Orders findings as a reader needs them: the kinds that spoil most come first. */
  public static final Comparator<RunFinding> WORST_FIRST = Comparator.comparing(RunFinding::kind);

  /** The kinds of findings, the gravest first. */
  public enum Kind {
    /** An account's equity fell to zero or below. */
    RUIN("Ruin", true),
    /** A position was closed because its account no longer met the maintenance requirement. */
    MARGIN_CALL("Margin call", true),
    /** Positions are valued at the closes of earlier sessions, because they have no later price. */
    POSITION_WITHOUT_PRICE("Position without a price", true),
    /** The lake has corporate actions of the universe that the definition does not read. */
    ACTIONS_UNREAD("Corporate actions not read", true),
    /** Members that leave an index are traded, and nothing says what became of them. */
    REMOVALS_WITHOUT_ACTIONS("Removals without corporate actions", true),
    /** Orders had no effect although they asked for one. */
    ORDERS_WITHOUT_EFFECT("Orders without effect", true),
    /** An order filled at the price of an earlier session. */
    STALE_FILL("Fill at an earlier price", true),
    /** An order was made smaller or refused to keep to a limit on leverage. */
    LEVERAGE_LIMITED("Leverage limited", false),
    /** Bars that were restated later hide what the strategy could have seen. */
    HISTORY_RESTATED("History restated", true),
    /** A number rests on an assumption about the data, such as the moment of an announcement. */
    ASSUMED("Assumed", false),
    /** The benchmark does not cover the sessions of the runs. */
    BENCHMARK_INCOMPLETE("Benchmark incomplete", false),
    /** The sample is too short for what is usually computed from it. */
    SHORT_SAMPLE("Short sample", false),
    /** Something that the definition names has no part in the results. */
    UNUSED("Not used", false);

    private final String label;
    private final boolean grave;

    Kind(String label, boolean grave) {
      this.label = label;
      this.grave = grave;
    }

    /** Returns the kind in words, for a heading or the beginning of a line. */
    public String label() {
      return label;
    }

    /** Returns whether numbers of such a run mislead a reader who does not know of it. */
    public boolean isGrave() {
      return grave;
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException for a text that is blank
   */
  public RunFinding {
    Objects.requireNonNull(kind);
    cells = List.copyOf(cells);
    if (text.isBlank()) {
      throw new IllegalArgumentException("Invalid finding of " + kind + ": the text is blank");
    }
  }

  /** Makes a finding about what all cells of an experiment read. */
  public static RunFinding ofInputs(Kind kind, String text) {
    return new RunFinding(kind, List.of(), text);
  }
}
