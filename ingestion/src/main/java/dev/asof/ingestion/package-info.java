/**
 * Vendor files to audited, tagged snapshots, and SQL over the lake. A file is hashed, parsed and
 * checked line by line, applied by one Spark SQL MERGE on a branch, audited there, and published in
 * one commit.
 *
 * <p>Read {@link dev.asof.ingestion.Ingestion} first. A vendor's format is a {@code FileParser}; a
 * {@link dev.asof.ingestion.Dataset} lists those that it takes.
 */
package dev.asof.ingestion;
