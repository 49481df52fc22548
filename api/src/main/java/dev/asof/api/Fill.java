package dev.asof.api;

import java.time.LocalDate;

/**
 * A trade that took place.
 *
 * @param order id of the order behind it
 * @param session when
 * @param at at the open or the close
 * @param symbol instrument
 * @param side bought or sold
 * @param shares number of shares, positive
 * @param priceUsd per share, with slippage
 * @param feeUsd fees paid
 */
public record Fill(
    int order,
    LocalDate session,
    FillAt at,
    String symbol,
    TradeSide side,
    double shares,
    double priceUsd,
    double feeUsd) {}
