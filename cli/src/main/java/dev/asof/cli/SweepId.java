package dev.asof.cli;

import dev.asof.api.Lineage;
import java.util.List;
import java.util.Map;

/**
 * A sweep's name in the lake: the beginning of a SHA-256 of what decides its rows. The same
 * definition on the same rows by the same code has the same one, whenever, wherever and on however
 * many processors it runs; so a sweep that was killed finds its rows again.
 */
final class SweepId {
  private SweepId() {}

  /**
   * The name.
   *
   * @param definition the definition's text, with overrides
   * @param strategies what made each strategy, in order
   * @param inputs fingerprints of what is read, by key
   */
  static String of(String definition, List<Lineage> strategies, Map<String, String> inputs) {
    Identity identity = new Identity();
    identity.add(definition);
    for (Lineage strategy : strategies) {
      identity.add(strategy.version());
      identity.add(strategy.strategyClass());
      identity.add(strategy.strategySha256());
    }
    inputs.forEach(
        (key, fingerprint) -> {
          identity.add(key);
          identity.add(fingerprint);
        });
    return identity.name();
  }
}
