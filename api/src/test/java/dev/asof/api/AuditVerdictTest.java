package dev.asof.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AuditVerdict.Finding;
import dev.asof.api.AuditVerdict.Kind;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditVerdictTest {
  private static final LocalDate DAY = LocalDate.of(2022, 9, 19);

  private static AuditVerdict verdict(String warmUp, Finding... findings) {
    return new AuditVerdict(1, 10, 2, List.of("close"), 100, warmUp, List.of(findings));
  }

  @Test
  void verdictsOfSeveralRunsAddUpAndNameTheRun() {
    AuditVerdict clean = verdict("no decision changed");
    AuditVerdict found =
        verdict("decisions changed", new Finding(Kind.WARM_UP, "", DAY, "order")).ofRun("fast 3");
    AuditVerdict all = AuditVerdict.ofAll(List.of(clean, found));
    assertThat(all)
        .isEqualTo(
            new AuditVerdict(
                2,
                20,
                4,
                List.of("close"),
                200,
                "decisions changed",
                List.of(new Finding(Kind.WARM_UP, "fast 3", DAY, "order"))));
    assertThat(AuditVerdict.ofAll(List.of(clean)).passed()).isTrue();
  }

  @Test
  void noVerdictIsNone() {
    assertThatThrownBy(() -> AuditVerdict.ofAll(List.of()))
        .hasMessage("Invalid verdicts: there is none");
  }
}
