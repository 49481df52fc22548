package dev.asof.reports;

/**
 * A shape of a drawing.
 *
 * @param cssClass decides its colour and stroke
 * @param data the {@code d} attribute, in plot coordinates with one decimal
 */
record SvgPath(String cssClass, String data) {}
