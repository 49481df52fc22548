package dev.asof.ingestion;

import java.util.List;
import java.util.Optional;

/** The side on which a fund holds a position, as files and as the table spell it. */
final class PositionSide {
  /** Name of the column in the table. */
  static final String COLUMN = "side";

  /** Name of the element in form N-PORT, and of the field in what APIs make of such filings. */
  static final String FILED = "payoffProfile";

  private static final String SHORT = "short";

  /** Filings say N/A of derivatives, whose sides are a matter of their own. */
  private static final List<String> WORDS = List.of("long", SHORT, "n/a");

  private PositionSide() {}

  /** The side, where it isn't long; a file that gives none speaks of long positions. */
  static Optional<String> read(RowCheck check) {
    return read(check, check.text(COLUMN).isEmpty() ? FILED : COLUMN);
  }

  private static Optional<String> read(RowCheck check, String column) {
    return !check.text(column).isEmpty() && check.word(column, WORDS).equals(SHORT)
        ? Optional.of(SHORT)
        : Optional.empty();
  }
}
