package dev.asof.api;

import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * A corporate action that met a position or a pending order of a run.
 *
 * @param session the session before whose open it took effect: the ex-date, or the next session
 * @param account name of the account; empty for the only account of a run
 * @param action what happened
 * @param sharesBefore shares held before, negative when short
 * @param sharesAfter shares held after, under the new symbol where that changes
 * @param cashUsd cash that it brought, negative when it was owed
 * @param order id of the {@link OrderRecord} and {@link Fill} that stand for a settlement; empty
 *     when no position was settled
 */
public record AppliedAction(
    LocalDate session,
    String account,
    CorporateAction action,
    double sharesBefore,
    double sharesAfter,
    double cashUsd,
    OptionalInt order) {}
