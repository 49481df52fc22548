/**
 * How fast the lake takes in, corrects and reads data, beside Spark's bare statements and plain
 * Parquet. Read {@link dev.asof.benchmarks.lake.LayoutBench} first.
 */
package dev.asof.benchmarks.lake;
