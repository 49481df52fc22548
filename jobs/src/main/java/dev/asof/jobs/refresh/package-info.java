/**
 * Scheduled refreshes: what is due by a cron expression and a trading calendar is done exactly once
 * and in order, step by step, with retries, under a lease in the catalog. Read {@link
 * dev.asof.jobs.refresh.RefreshRunner} first.
 */
package dev.asof.jobs.refresh;
