/**
 * Pure functions from a finished {@link dev.asof.api.Experiment} to what a person or a program
 * reads: an HTML page, a JSON text, a table for the terminal. Nothing here reads a clock, a file, a
 * default locale or the fonts of the machine, so the same experiment always gives the same bytes.
 *
 * <p>Read {@link dev.asof.reports.ExperimentReport} first. {@code ReportPage} says what is on the
 * page, the templates in {@code src/main/jte} how it looks.
 */
package dev.asof.reports;
