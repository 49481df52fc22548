package dev.asof.strategies;

import dev.asof.api.FillAt;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a position is closed. */
sealed interface Exit {
  /** The values that {@link #parse} takes, in words. */
  String RANGE =
      "1d to " + Sessions.MAX + "d (sessions), or 1w to " + Weeks.MAX + "w (weeks of 7 days)";

  /**
   * Whether the session about to open is not before the exit.
   *
   * @param entrySession session of the entry
   * @param sessionsHeld sessions from the entry to this one
   * @param session the session about to open
   */
  boolean isDue(LocalDate entrySession, int sessionsHeld, LocalDate session);

  /** The price field of the exit, given that of the entry. */
  FillAt at(FillAt entry);

  /**
   * Reads a holding period such as {@code 1d} or {@code 4w}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Exit parse(String text) {
    Matcher matcher = Pattern.compile("([1-9][0-9]?)([dw])").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a holding period");
    }
    int count = Integer.parseInt(matcher.group(1));
    return matcher.group(2).equals("d") ? new Sessions(count) : new Weeks(count);
  }

  /** After a number of sessions. */
  record Sessions(int count) implements Exit {
    static final int MAX = 60;

    public Sessions {
      checkCount(count, MAX);
    }

    @Override
    public boolean isDue(LocalDate entrySession, int sessionsHeld, LocalDate session) {
      return sessionsHeld >= count;
    }

    @Override
    public FillAt at(FillAt entry) {
      return entry;
    }
  }

  /** At the first session not before this many times seven days after the entry. */
  record Weeks(int count) implements Exit {
    static final int MAX = 12;

    public Weeks {
      checkCount(count, MAX);
    }

    @Override
    public boolean isDue(LocalDate entrySession, int sessionsHeld, LocalDate session) {
      return !session.isBefore(entrySession.plusWeeks(count));
    }

    @Override
    public FillAt at(FillAt entry) {
      return entry;
    }
  }

  /** At the open of the first session after the one with the signal. */
  record Signal(LocalDate signal) implements Exit {
    @Override
    public boolean isDue(LocalDate entrySession, int sessionsHeld, LocalDate session) {
      return session.isAfter(signal);
    }

    @Override
    public FillAt at(FillAt entry) {
      return FillAt.OPEN;
    }
  }

  private static void checkCount(int count, int max) {
    if (count < 1 || count > max) {
      throw new IllegalArgumentException("out of range");
    }
  }
}
