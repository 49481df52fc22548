package dev.asof.api;

import java.time.Instant;

/** Something that became known at a moment, other than a price. */
public sealed interface Fact
    permits IndexChange, HoldingChange, CorporateAction, Listing, IndexMembership {
  /** When the world could know it. */
  Instant knownAt();

  /** The instrument's symbol as the source gave it; empty when it gave none. */
  String symbol();

  /** The instrument's ISIN; empty when the source gave none. */
  String isin();
}
