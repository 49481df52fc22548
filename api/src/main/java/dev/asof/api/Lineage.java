package dev.asof.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What produced a result, besides the data ({@link DataRef}).
 *
 * @param version version of AsOf, with the commit that it was built from where that is known
 * @param definitionSha256 of the definition's text as it was run, with overrides, in lower-case hex
 * @param strategyClass class of the factory that made the strategies
 * @param strategyJar file name of the jar that held it; empty when it was a folder of classes
 * @param strategySha256 of that jar, or of the class file where there is no jar
 * @param seed of whatever draws at random; the same seed gives the same result
 * @param engines libraries and the platform that computed it, name to version, in reading order
 */
public record Lineage(
    String version,
    String definitionSha256,
    String strategyClass,
    String strategyJar,
    String strategySha256,
    long seed,
    Map<String, String> engines) {

  /** The same with a seed. */
  public Lineage withSeed(long value) {
    return new Lineage(
        version, definitionSha256, strategyClass, strategyJar, strategySha256, value, engines);
  }

  /** Copies the map. */
  public Lineage {
    engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
  }
}
