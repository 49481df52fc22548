package dev.asof.catalog;

import java.util.List;

/**
 * What reading every file of a lake found.
 *
 * @param files files that were read
 * @param bytes their bytes
 * @param unverified data files of which some page has no checksum: another tool wrote them
 * @param damages one for each damaged file, in the order of the tables
 */
public record InspectionReport(long files, long bytes, long unverified, List<FileDamage> damages) {
  /** Copies the list. */
  public InspectionReport {
    damages = List.copyOf(damages);
  }
}
