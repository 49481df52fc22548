package dev.asof.ingestion;

import java.time.Instant;
import java.util.List;

/** A row of a vendor's file that passed its checks, on its way into a table. */
sealed interface DataRow permits Action, Bar, Change, Holding, Identifiers, Member {
  /** Line of the file on which it begins, from 1. */
  long line();

  /** Its key, in the order of the table's key columns. */
  List<Object> key();

  /** The key in words, for a message. */
  String keyText();

  /** When the world could know it. */
  Instant knownAt();

  /** Its values in the order of the staged columns; null where the source gave none. */
  Object[] cells();
}
