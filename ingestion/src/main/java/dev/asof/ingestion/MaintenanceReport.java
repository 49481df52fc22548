package dev.asof.ingestion;

/**
 * One thing that maintenance did, or would do.
 *
 * @param table the table
 * @param step what it belongs to
 * @param what in words
 * @param bytes that went from the storage by it
 */
public record MaintenanceReport(String table, MaintenanceStep step, String what, long bytes) {}
