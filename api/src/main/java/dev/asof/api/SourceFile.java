package dev.asof.api;

/**
 * A vendor's file behind a snapshot.
 *
 * @param name file name without its folder
 * @param sha256 of its bytes, 64 lower-case hex digits
 * @param rows rows that it held
 */
public record SourceFile(String name, String sha256, long rows) {}
