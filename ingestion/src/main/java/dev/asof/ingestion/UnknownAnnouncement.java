package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a change of an index whose list does not say when it was announced. */
public enum UnknownAnnouncement {
  /** It counts as known when the session of its effective date opens, and the row is marked. */
  EFFECTIVE_OPEN,
  /** The list is refused. */
  REFUSE;

  /** How it is written on a command line, for example {@code effective-open}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The rule with this id, in any case.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  public static UnknownAnnouncement parse(String text) {
    return Arrays.stream(values())
        .filter(rule -> rule.id().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new AsOfException(
                    ErrorCode.USAGE,
                    "Invalid --unknown-announcement "
                        + OneLine.quoted(text)
                        + ": expected one of "
                        + Arrays.stream(values())
                            .map(UnknownAnnouncement::id)
                            .collect(Collectors.joining(", "))));
  }
}
