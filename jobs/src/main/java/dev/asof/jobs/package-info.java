/**
 * A command run elsewhere, many times or on a schedule: sweeps over Spark, submission to EMR on
 * EKS, refreshes. It knows commands as argument lists and runs them through what {@code cli}
 * supplies.
 */
package dev.asof.jobs;
