package dev.asof.engine;

import dev.asof.api.Direction;
import dev.asof.api.SizeType;
import java.util.Objects;

/**
 * How entry and exit signals become orders, given the position that they meet.
 *
 * @param size size of an entry, in units of the type; 0 or more, infinite for all
 * @param sizeType shares, value or percent
 * @param accumulation whether signals add to and reduce a position
 * @param longConflict which of a long entry and a long exit counts
 * @param shortConflict which of a short entry and a short exit counts
 * @param directionConflict which of a long and a short entry counts
 * @param oppositeEntry what an entry against the position does
 */
public record SignalRules(
    double size,
    SizeType sizeType,
    Accumulation accumulation,
    SignalConflict longConflict,
    SignalConflict shortConflict,
    DirectionConflict directionConflict,
    OppositeEntry oppositeEntry) {
  /** All that the cash pays for, entered once, conflicts ignored, turned round or reduced. */
  public static final SignalRules DEFAULT =
      new SignalRules(
          Double.POSITIVE_INFINITY,
          SizeType.SHARES,
          Accumulation.NONE,
          SignalConflict.IGNORE,
          SignalConflict.IGNORE,
          DirectionConflict.IGNORE,
          OppositeEntry.REVERSE_REDUCE);

  /**
   * Checks size and type.
   *
   * @throws IllegalArgumentException for a negative size or a target
   */
  public SignalRules {
    Objects.requireNonNull(accumulation);
    Objects.requireNonNull(longConflict);
    Objects.requireNonNull(shortConflict);
    Objects.requireNonNull(directionConflict);
    Objects.requireNonNull(oppositeEntry);
    if (size < 0) {
      throw new IllegalArgumentException(
          "Invalid signal size " + size + ": expected 0 or more; the signal says the direction");
    }
    if (sizeType != SizeType.SHARES && sizeType != SizeType.VALUE && sizeType != SizeType.PERCENT) {
      throw new IllegalArgumentException(
          "Invalid signal size type " + sizeType + ": expected SHARES, VALUE or PERCENT");
    }
  }

  /** Signals of one instrument at one moment, as bits. */
  static final int LONG_ENTRY = 1;

  static final int LONG_EXIT = 2;
  static final int SHORT_ENTRY = 4;
  static final int SHORT_EXIT = 8;

  /**
   * Writes the order that signals make of a position.
   *
   * @param signals as bits
   * @param price valuation price, for sizes in value
   * @return whether there is an order
   */
  boolean order(int signals, double position, double price, OrderTicket ticket) {
    int left = resolved(signals, position);
    boolean against =
        position > 0 ? (left & SHORT_ENTRY) != 0 : position < 0 && (left & LONG_ENTRY) != 0;
    Accumulation how = accumulation;
    if (against) {
      int exit = position > 0 ? LONG_EXIT : SHORT_EXIT;
      int entry = position > 0 ? SHORT_ENTRY : LONG_ENTRY;
      switch (oppositeEntry) {
        case IGNORE -> left &= ~entry;
        case CLOSE -> {
          left = left & ~entry | exit;
          how = Accumulation.NONE;
        }
        case CLOSE_REDUCE -> left = left & ~entry | exit;
        case REVERSE -> how = Accumulation.NONE;
        case REVERSE_REDUCE -> {}
      }
    }
    return write(left, how, position, price, ticket);
  }

  /** Writes the order that a stop makes of a position. */
  boolean stopOrder(StopRules.Action action, double position, double price, OrderTicket ticket) {
    int exit = position > 0 ? LONG_EXIT : SHORT_EXIT;
    int entry = position > 0 ? SHORT_ENTRY : LONG_ENTRY;
    return switch (action) {
      case CLOSE -> write(exit, Accumulation.NONE, position, price, ticket);
      case CLOSE_REDUCE -> write(exit, accumulation, position, price, ticket);
      case REVERSE -> write(entry, Accumulation.NONE, position, price, ticket);
      case REVERSE_REDUCE -> write(entry, accumulation, position, price, ticket);
    };
  }

  private int resolved(int signals, double position) {
    int left = signals;
    if ((left & LONG_ENTRY) != 0 && (left & LONG_EXIT) != 0) {
      left &= ~dropped(longConflict, LONG_ENTRY, LONG_EXIT, position != 0);
    }
    if ((left & SHORT_ENTRY) != 0 && (left & SHORT_EXIT) != 0) {
      left &= ~dropped(shortConflict, SHORT_ENTRY, SHORT_EXIT, position != 0);
    }
    if ((left & LONG_ENTRY) != 0 && (left & SHORT_ENTRY) != 0) {
      left &= ~droppedDirection(position);
    }
    return left;
  }

  private static int dropped(SignalConflict rule, int entry, int exit, boolean held) {
    return switch (rule) {
      case IGNORE -> entry | exit;
      case ENTRY -> exit;
      case EXIT -> entry;
      case ADJACENT -> held ? exit : entry | exit;
      case OPPOSITE -> held ? entry : entry | exit;
    };
  }

  private int droppedDirection(double position) {
    int both = LONG_ENTRY | SHORT_ENTRY;
    return switch (directionConflict) {
      case IGNORE -> both;
      case LONG -> SHORT_ENTRY;
      case SHORT -> LONG_ENTRY;
      case ADJACENT -> position > 0 ? SHORT_ENTRY : position < 0 ? LONG_ENTRY : both;
      case OPPOSITE -> position > 0 ? LONG_ENTRY : position < 0 ? SHORT_ENTRY : both;
    };
  }

  private boolean write(
      int signals, Accumulation how, double position, double price, OrderTicket ticket) {
    boolean isLong = position > 0;
    boolean isShort = position < 0;
    ticket.type = sizeType;
    ticket.direction = Direction.BOTH;
    if (isLong && (signals & SHORT_ENTRY) != 0 || isShort && (signals & LONG_ENTRY) != 0) {
      double sign = isLong ? -1 : 1;
      if (how.removes()) {
        ticket.size = sign * size;
      } else {
        ticket.size = sign * (Math.abs(position) + sharesToTurnRound(price));
        ticket.type = SizeType.SHARES;
      }
      return true;
    }
    if (isLong && (signals & LONG_EXIT) != 0 || isShort && (signals & SHORT_EXIT) != 0) {
      ticket.direction = isLong ? Direction.LONG_ONLY : Direction.SHORT_ONLY;
      if (how.removes()) {
        ticket.size = -size;
      } else {
        ticket.size = -Math.abs(position);
        ticket.type = SizeType.SHARES;
      }
      return true;
    }
    boolean entersLong = (signals & LONG_ENTRY) != 0;
    boolean entersShort = (signals & SHORT_ENTRY) != 0;
    if (isLong && entersLong || isShort && entersShort) {
      ticket.direction = isLong ? Direction.LONG_ONLY : Direction.SHORT_ONLY;
      ticket.size = size;
      return how.adds();
    }
    if (!isLong && !isShort && (entersLong || entersShort)) {
      ticket.size = entersLong ? size : -size;
      return true;
    }
    return false;
  }

  private double sharesToTurnRound(double price) {
    return switch (sizeType) {
      case SHARES -> size;
      case VALUE -> size / price;
      default ->
          throw new IllegalArgumentException(
              "Invalid signal size type PERCENT: a position can't be turned round by a percentage;"
                  + " close it first");
    };
  }
}
