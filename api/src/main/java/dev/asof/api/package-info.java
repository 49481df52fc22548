/**
 * What authors of strategies and readers of results see: bars and facts, the view that ends now,
 * orders, parameters, the plugin interface, the records of a result, and the kinds of error.
 *
 * <p>Read {@link dev.asof.api.Strategy} first, then {@link dev.asof.api.MarketView} and {@link
 * dev.asof.api.OrderSheet}. This package needs the JDK and nothing else.
 */
package dev.asof.api;
