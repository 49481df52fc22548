package dev.asof.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asof.api.AuditVerdict;
import dev.asof.api.AuditVerdict.Kind;
import dev.asof.api.IndexChange;
import dev.asof.api.RevealedFact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run may be allowed to look ahead; an audit says all the same that it does. */
class EarlyFactsAuditTest {

  private static MarketData seen(Duration early) {
    MarketData market = AuditMarket.of(3, 120, 5);
    List<RevealedFact> facts =
        market.facts().stream()
            .map(
                revealed ->
                    revealed.fact() instanceof IndexChange change
                        ? new RevealedFact(change, change.knownAt().minus(early), revealed.table())
                        : revealed)
            .toList();
    return market.withFacts(facts);
  }

  private static AuditVerdict audit(MarketData market) {
    BacktestSpec spec =
        BacktestSpec.builder().missingPrice(MissingPrice.IGNORE).allowLookahead(true).build();
    return LookaheadAudit.run(spec, market, HonestStrategies.indexChanges(), 7, 20);
  }

  @Test
  void decisionsOnFactsThatARunShowsTooEarlyAreFound() {
    AuditVerdict verdict = audit(seen(Duration.ofDays(7)));

    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.FUTURE);
              assertThat(finding.description())
                  .contains("with another future: nothing")
                  .endsWith("(depends on facts that the run shows before they were known)");
            });
  }

  @Test
  void theSameRunPassesOnFactsThatAreShownWhenTheyAreKnown() {
    assertThat(audit(seen(Duration.ZERO)).findings()).isEmpty();
  }
}
