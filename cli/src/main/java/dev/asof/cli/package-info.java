/**
 * The command line: arguments to a command to an exit code, and the only place where all parts
 * meet.
 *
 * <p>Read {@link dev.asof.cli.Main} first, then {@code BacktestCommand} and {@code
 * ExperimentRunner}. The clock, the environment and the working directory are read in {@code Main}
 * and passed on; nothing else asks for them.
 */
package dev.asof.cli;
