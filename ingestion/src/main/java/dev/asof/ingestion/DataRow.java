package dev.asof.ingestion;

import java.time.Instant;

/** A row of a vendor's file that passed its checks, on its way into a table. */
sealed interface DataRow
    permits Action, Bar, BorrowRate, Change, Holding, Identifiers, Member, Quote, RowKey {
  /** Stands between the texts of a key; no text of a row holds it. */
  char KEY_SEPARATOR = '\u0000';

  /** The key number of a row whose key is all text. */
  long NO_NUMBER = Long.MIN_VALUE;

  /** Line of the file on which it begins, from 1. */
  long line();

  /** Its key but for {@link #keyNumber}; with it, the whole key. */
  String keyName();

  /** The part of its key that counts days or events; {@link #NO_NUMBER} where there is none. */
  default long keyNumber() {
    return NO_NUMBER;
  }

  /** The key in words, for a message. */
  String keyText();

  /** When the world could know it. */
  Instant knownAt();

  /** Its values in the order of the staged columns; null where the source gave none. */
  Object[] cells();
}
