package dev.asof.api;

import java.util.List;

/**
 * The books of a run beside its orders and fills.
 *
 * @param accounts the accounts, in the order of the specification
 * @param positions what was held, each from nothing to nothing as one record, by instrument and
 *     entry; prices are averages over the shares
 * @param movements cash that moved other than by fills, in order
 * @param actions corporate actions that met a position or a pending order, in order
 */
public record Accounting(
    List<AccountHistory> accounts,
    List<Trade> positions,
    List<CashMovement> movements,
    List<AppliedAction> actions) {
  /** No books are kept. */
  public static final Accounting NONE = new Accounting(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Accounting {
    accounts = List.copyOf(accounts);
    positions = List.copyOf(positions);
    movements = List.copyOf(movements);
    actions = List.copyOf(actions);
  }
}
