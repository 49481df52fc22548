/**
 * Many scenarios of one definition: what varies ({@link dev.asof.jobs.sweep.Grid}), and running it
 * on threads or on Spark with the same rows. Read {@link dev.asof.jobs.sweep.SweepRun} first.
 */
package dev.asof.jobs.sweep;
