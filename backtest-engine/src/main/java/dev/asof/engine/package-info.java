/**
 * The simulator, accounts, costs and metrics: from bars, facts and a strategy to a result, with
 * nothing read from a clock, a file or a network.
 *
 * <p>Read {@link dev.asof.engine.Simulator} first, then {@link dev.asof.engine.BacktestSpec} for
 * what decides a result and {@link dev.asof.engine.Metrics} for what is measured on it, or on any
 * {@link dev.asof.engine.TrackRecord}. {@link dev.asof.engine.PanelSimulator} does the same for
 * many accounts of one instrument each, as sweeps have them, at near the speed of a bare loop.
 */
package dev.asof.engine;
