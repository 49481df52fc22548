/**
 * A command run somewhere else: as a process of its own, or as a job on EMR on EKS. Read {@link
 * dev.asof.jobs.submit.JobTarget} first, then {@link dev.asof.jobs.submit.EmrEksTarget}.
 */
package dev.asof.jobs.submit;
