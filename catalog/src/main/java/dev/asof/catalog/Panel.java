package dev.asof.catalog;

import dev.asof.api.BarRevisions;
import dev.asof.api.Bars;
import dev.asof.api.DataRef;
import java.util.List;

/**
 * Bars as they were read, with what was known of them when.
 *
 * @param bars the last values: those that fills and valuation use
 * @param revisions what a strategy sees otherwise, until later: bars that came after their
 *     session's close, and on a timeline those that were restated or withdrawn
 * @param versions what was read: one reference, and on a timeline one for each tag in the order of
 *     knowledge, which {@link BarRevisions#version} is an index into. The checksum of the last one
 *     is of bars and revisions; that of an earlier one is of the revisions that come from it
 */
public record Panel(Bars bars, BarRevisions revisions, List<DataRef> versions) {
  /** Copies the list. */
  public Panel {
    versions = List.copyOf(versions);
  }
}
