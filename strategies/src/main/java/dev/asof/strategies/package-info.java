/**
 * The strategies that come with AsOf, written against the api alone, as an outsider would write
 * them. Nothing compiles against this package: a run finds its factories by {@link
 * java.util.ServiceLoader}.
 *
 * <p>Read {@link dev.asof.strategies.MovingAverageCrossFactory} first for how small a strategy can
 * be, then {@link dev.asof.strategies.IndexRebalanceFactory} for one that trades on facts.
 */
package dev.asof.strategies;
