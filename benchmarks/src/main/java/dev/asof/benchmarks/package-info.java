/**
 * Golden results of independent programs, replayed by the engine and compared number by number.
 *
 * <p>Read {@link dev.asof.benchmarks.GoldenCheck} first.
 */
package dev.asof.benchmarks;
