package dev.asof.api;

import java.time.LocalDate;

/**
 * A round trip: shares that were opened and later closed, or are still open at the end, when the
 * exit is the valuation at the last close. Shares and entry price are as after the splits that it
 * lived through. Cash dividends that the shares received while they were held, or owed while they
 * were short, are part of its profit, which is therefore more than prices and fees say; they stand
 * in {@link Accounting#movements()} as well. A partial exit takes its share of them. Interest and
 * borrow fees belong to the account.
 *
 * @param symbol instrument
 * @param side long or short
 * @param shares number of shares, positive
 * @param entrySession session of the entry
 * @param entryPriceUsd average entry price per share
 * @param entryFeeUsd fees of the entry for these shares
 * @param exitSession session of the exit, or the last session
 * @param exitPriceUsd exit price per share, or the last close
 * @param exitFeeUsd fees of the exit; 0 while open
 * @param pnlUsd profit after fees, with dividends
 * @param returnFraction profit over the value at entry; 0.05 is 5 %
 * @param open whether it is still open at the end
 */
public record Trade(
    String symbol,
    PositionSide side,
    double shares,
    LocalDate entrySession,
    double entryPriceUsd,
    double entryFeeUsd,
    LocalDate exitSession,
    double exitPriceUsd,
    double exitFeeUsd,
    double pnlUsd,
    double returnFraction,
    boolean open) {}
