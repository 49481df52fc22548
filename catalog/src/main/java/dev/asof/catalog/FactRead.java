package dev.asof.catalog;

import dev.asof.api.DataRef;
import dev.asof.api.RevealedFact;
import java.util.List;

/**
 * Facts as they were read, with what exactly was read.
 *
 * @param facts in the order of {@link RevealedFact#visibleFrom}, then as their table orders them
 * @param versions one reference for each version read, on a timeline in the order of knowledge; the
 *     checksum is of the facts, or of a fund's rows, that this version holds
 */
public record FactRead(List<RevealedFact> facts, List<DataRef> versions) {
  /** Copies the lists. */
  public FactRead {
    facts = List.copyOf(facts);
    versions = List.copyOf(versions);
  }
}
