/**
 * The lake and its backtests as a researcher writes them down in a notebook: sentences that begin
 * with {@link dev.asof.notebook.AsOf}, tables as Tablesaw tables, charts by XChart, errors in one
 * line. What runs here has the results and the run ids of the command line, because it goes through
 * {@link dev.asof.cli.Workspace}.
 */
package dev.asof.notebook;
