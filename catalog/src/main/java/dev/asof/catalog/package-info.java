/**
 * The lake: the tables and their keys, tags as points in time, pinned reads into arrays, and the
 * publishing of what was staged on a branch. It reads and commits through Iceberg's own library and
 * never asks for a Spark session.
 *
 * <p>Read {@link dev.asof.catalog.Lake} first, then {@link dev.asof.catalog.TableDefinition} and
 * {@link dev.asof.catalog.Publisher}.
 */
package dev.asof.catalog;
