package dev.asof.ingestion;

import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.catalog.Lake;
import dev.asof.catalog.QuarantinedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows of a file stood in the quarantine and come again, corrected. Such a file is whole or
 * not there: a row that fails again would else stand in the quarantine twice.
 */
final class Replay {
  /** The column that says which row of the quarantine a row corrects. */
  static final String ID = "quarantine_id";

  /** The column that says what was wrong with it, which nobody reads again. */
  static final String REASON = "quarantine_reason";

  private final SortedMap<Long, String> ids = new TreeMap<>();

  /** Whether a file has the column. */
  static boolean isOne(VendorFile file) {
    return file.head().firstLine().toLowerCase(Locale.ROOT).contains(ID);
  }

  /** Takes in a row that passed its checks. */
  void add(long line, String id) {
    if (!id.isEmpty()) {
      ids.put(line, id);
    }
  }

  /** The rows of the quarantine that are corrected. */
  Set<String> ids() {
    return new HashSet<>(ids.values());
  }

  /**
   * Checks that the rows wait for a correction by this request.
   *
   * @throws FileRefused when one doesn't
   */
  void check(Lake lake, IngestRequest request, Optional<PointInTime.Branch> branch, String file) {
    if (ids.isEmpty()) {
      return;
    }
    Map<String, QuarantinedRow> there = new HashMap<>();
    lake.quarantine().rows().forEach(row -> there.put(row.id(), row));
    List<AuditFinding> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    ids.forEach(
        (line, id) ->
            problem(Optional.ofNullable(there.get(id)), !seen.add(id), request, branch)
                .ifPresent(
                    problem ->
                        found.add(
                            new AuditFinding(
                                Severity.ERROR,
                                "replay",
                                OptionalLong.of(line),
                                ID,
                                "",
                                id,
                                OneLine.quoted(id) + " " + problem))));
    if (!found.isEmpty()) {
      throw FileRefused.of(
          ErrorCode.ROW_INVALID, request.dataset(), file, AuditFindings.of(found, 0), "");
    }
  }

  private static Optional<String> problem(
      Optional<QuarantinedRow> found,
      boolean twice,
      IngestRequest request,
      Optional<PointInTime.Branch> branch) {
    if (found.isEmpty()) {
      return Optional.of("isn't in the quarantine; asof lake quarantine lists what is");
    }
    QuarantinedRow row = found.get();
    if (twice) {
      return Optional.of("stands already in the file; each row is corrected once");
    }
    if (row.status() != QuarantinedRow.Status.OPEN) {
      return Optional.of("was " + row.status() + " already: " + row.reason());
    }
    if (!row.dataset().equals(request.dataset().id())) {
      return Optional.of("is a row of " + row.dataset() + ", not of " + request.dataset().id());
    }
    if (!row.branch().equals(branch.map(PointInTime.Branch::name))) {
      return Optional.of(
          "was on its way to " + row.branch().map(name -> "branch " + name).orElse("main"));
    }
    if (row.knownAt().isPresent() && request.knownAt().isEmpty()) {
      return Optional.of(
          "came in a file that was known at "
              + row.knownAt().get()
              + "; give --known-at, that moment or the correction's");
    }
    return Optional.empty();
  }
}
