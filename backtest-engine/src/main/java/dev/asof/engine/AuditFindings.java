package dev.asof.engine;

import dev.asof.api.AuditVerdict;
import dev.asof.api.AuditVerdict.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an audit found, a few findings of each kind, and how many more there are. */
final class AuditFindings {
  /** So many of a kind are described. */
  static final int DESCRIBED = 20;

  private final Map<Kind, List<AuditVerdict.Finding>> described = new EnumMap<>(Kind.class);
  private final Set<String> seen = new HashSet<>();
  private final Map<Kind, Integer> others = new EnumMap<>(Kind.class);

  boolean isEmpty() {
    return described.isEmpty() && others.isEmpty();
  }

  /** Whether more findings of a kind need words. */
  boolean describes(Kind kind) {
    return described.getOrDefault(kind, List.of()).size() < DESCRIBED;
  }

  /** Whether a decision is known to change with data that is shared while it runs. */
  boolean isReported(LocalDate session) {
    return seen.contains(Kind.FUTURE + " " + session)
        || seen.contains(Kind.SAME_DAY + " " + session);
  }

  /** Adds a finding; one of the same kind and session as another counts once. */
  void add(Kind kind, LocalDate session, String description) {
    if (!seen.add(kind + " " + session)) {
      return;
    }
    if (describes(kind)) {
      described
          .computeIfAbsent(kind, key -> new ArrayList<>())
          .add(new AuditVerdict.Finding(kind, "", session, description));
    } else {
      others.merge(kind, 1, Integer::sum);
    }
  }

  /** By kind; the last described one of a kind says how many more there are. */
  List<AuditVerdict.Finding> list() {
    List<AuditVerdict.Finding> list = new ArrayList<>();
    described.forEach(
        (kind, findings) -> {
          list.addAll(findings);
          int more = others.getOrDefault(kind, 0);
          if (more > 0) {
            AuditVerdict.Finding last = list.remove(list.size() - 1);
            list.add(
                new AuditVerdict.Finding(
                    kind,
                    last.run(),
                    last.session(),
                    last.description() + "; and " + more + " more sessions"));
          }
        });
    return list;
  }
}
