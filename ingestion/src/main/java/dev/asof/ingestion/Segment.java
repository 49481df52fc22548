package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files of a batch that are merged in one step, which makes one snapshot.
 *
 * @param files the files, read
 * @param places which of the command's files they are, in order
 * @param staging brings them into a stage
 */
record Segment(StagedFiles files, List<Integer> places, Staging staging) {
  /** The same refusal by the places of the files in the command. */
  FilesRefused inCommand(FilesRefused inSegment) {
    SortedMap<Integer, AsOfException> byPlace = new TreeMap<>();
    inSegment.byFile().forEach((file, because) -> byPlace.put(places.get(file), because));
    return new FilesRefused(byPlace);
  }
}
