/**
 * Generates the sample vendor files in {@code samples/} and holds them to what was published. Read
 * {@link dev.asof.cli.samples.SampleFiles} first.
 */
package dev.asof.cli.samples;
