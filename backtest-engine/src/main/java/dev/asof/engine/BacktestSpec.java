package dev.asof.engine;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.OrderTerms;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that decides a result besides the data and the strategy.
 *
 * @param initialCashUsd cash before the first session; above 0. Where there are several accounts
 *     each has its own and this is not used
 * @param costs what trading costs
 * @param terms what orders may do that do not say so themselves
 * @param missingPrice what happens to an order whose fill price is missing
 * @param fillOrder in which order the orders of a phase are executed
 * @param sizingPrice the price that turns value into shares
 * @param revalueAfterFills whether a fill's price values its instrument for the orders after it in
 *     the same phase, and the account with it; otherwise both are taken once per phase
 * @param maxLeverage the most that long and short positions together may be worth, as a multiple of
 *     the account's value; an order beyond it is cut, or rejected when partial fills are refused.
 *     Above 0, infinite for no limit
 * @param margin the equity that positions require; an account with less is closed out
 * @param reducingOrders what limits orders that reduce a position
 * @param accounts independent accounts; none for a single one with all instruments
 * @param financing what cash earns and costs, and whether purchases may borrow it
 * @param cashFlows what owners pay in and take out
 * @param allowLookahead whether facts may be seen before they were known
 * @param start first day of the simulated period; bars before it stay visible as history
 * @param end last day of the simulated period
 */
public record BacktestSpec(
    double initialCashUsd,
    Costs costs,
    OrderTerms terms,
    MissingPrice missingPrice,
    FillOrder fillOrder,
    SizingPrice sizingPrice,
    boolean revalueAfterFills,
    double maxLeverage,
    Margin margin,
    ReducingOrders reducingOrders,
    List<AccountPlan> accounts,
    Financing financing,
    List<CashFlow> cashFlows,
    boolean allowLookahead,
    Optional<LocalDate> start,
    Optional<LocalDate> end) {

  /**
   * Checks the ranges.
   *
   * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID}
   */
  public BacktestSpec {
    Objects.requireNonNull(costs);
    Objects.requireNonNull(terms);
    Objects.requireNonNull(missingPrice);
    Objects.requireNonNull(fillOrder);
    Objects.requireNonNull(sizingPrice);
    Objects.requireNonNull(margin);
    Objects.requireNonNull(reducingOrders);
    Objects.requireNonNull(financing);
    accounts = List.copyOf(accounts);
    cashFlows = List.copyOf(cashFlows);
    if (!(initialCashUsd > 0 && initialCashUsd < Double.POSITIVE_INFINITY)) {
      throw invalid("initial cash " + initialCashUsd + ": expected USD, above 0");
    }
    if (!(maxLeverage > 0)) {
      throw invalid("leverage limit " + maxLeverage + ": expected a multiple, above 0");
    }
    if (financing.borrowsCash() && maxLeverage == Double.POSITIVE_INFINITY) {
      throw invalid("financing: borrowing cash needs a finite leverage limit");
    }
    if (margin.isRequired() && reducingOrders != ReducingOrders.IN_FULL) {
      throw invalid("margin: closing positions out needs reducing orders to fill in full");
    }
    for (CashFlow flow : cashFlows) {
      accountNumber(accounts, flow.account());
    }
    if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
      throw invalid("period: start " + start.get() + " is after end " + end.get());
    }
  }

  private static AsOfException invalid(String what) {
    return new AsOfException(ErrorCode.DEFINITION_INVALID, "Invalid " + what);
  }

  /** See {@link OrderTerms#partialFills()}. */
  public boolean partialFills() {
    return terms.partialFills();
  }

  /** See {@link OrderTerms#minShares()}. */
  public double minShares() {
    return terms.minShares();
  }

  /** The same with another answer to missing prices. */
  BacktestSpec withMissingPrice(MissingPrice value) {
    return new BacktestSpec(
        initialCashUsd,
        costs,
        terms,
        value,
        fillOrder,
        sizingPrice,
        revalueAfterFills,
        maxLeverage,
        margin,
        reducingOrders,
        accounts,
        financing,
        cashFlows,
        allowLookahead,
        start,
        end);
  }

  int accountNumber(String account) {
    return accountNumber(accounts, account);
  }

  private static int accountNumber(List<AccountPlan> accounts, String name) {
    if (accounts.isEmpty() && name.isEmpty()) {
      return 0;
    }
    for (int account = 0; account < accounts.size(); account++) {
      if (accounts.get(account).name().equals(name)) {
        return account;
      }
    }
    throw invalid("cash flow: there is no account named '" + name + "'");
  }

  /** The account of each instrument. */
  int[] accountOf(List<String> symbols) {
    int[] accountOf = new int[symbols.size()];
    if (accounts.isEmpty()) {
      return accountOf;
    }
    Arrays.fill(accountOf, -1);
    for (int account = 0; account < accounts.size(); account++) {
      for (String symbol : accounts.get(account).symbols()) {
        int i = symbols.indexOf(symbol);
        if (i < 0 || accountOf[i] >= 0) {
          throw invalid(
              "account "
                  + accounts.get(account).name()
                  + ": symbol '"
                  + symbol
                  + (i < 0 ? "' is not in the universe" : "' belongs to another account too"));
        }
        accountOf[i] = account;
      }
    }
    for (int i = 0; i < accountOf.length; i++) {
      if (accountOf[i] < 0) {
        throw invalid("accounts: none trades symbol '" + symbols.get(i) + "'");
      }
    }
    return accountOf;
  }

  double[] initialCashByAccount() {
    return accounts.isEmpty()
        ? new double[] {initialCashUsd}
        : accounts.stream().mapToDouble(AccountPlan::initialCashUsd).toArray();
  }

  String accountName(int account) {
    return accounts.isEmpty() ? "" : accounts.get(account).name();
  }

  /**
   * A builder that starts from one account of 100,000 USD, no costs, {@link OrderTerms#DEFAULT},
   * refusal of missing prices, sales first, sizes at the last close, no leverage limit, no margin
   * and reducing orders within cash as the pinned fills have them, no look-ahead, and the whole
   * period of the bars. Definitions of users begin with {@link Margin#MAINTENANCE} and {@link
   * ReducingOrders#IN_FULL}.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private double initialCashUsd = 100_000;
    private Costs costs = Costs.NONE;
    private OrderTerms terms = OrderTerms.DEFAULT;
    private MissingPrice missingPrice = MissingPrice.REFUSE;
    private FillOrder fillOrder = FillOrder.SALES_FIRST;
    private SizingPrice sizingPrice = SizingPrice.LAST_CLOSE;
    private boolean revalueAfterFills;
    private double maxLeverage = Double.POSITIVE_INFINITY;
    private Margin margin = Margin.NONE;
    private ReducingOrders reducingOrders = ReducingOrders.WITHIN_CASH;
    private List<AccountPlan> accounts = List.of();
    private Financing financing = Financing.NONE;
    private List<CashFlow> cashFlows = List.of();
    private boolean allowLookahead;
    private Optional<LocalDate> start = Optional.empty();
    private Optional<LocalDate> end = Optional.empty();

    private Builder() {}

    /** See {@link BacktestSpec#initialCashUsd()}. */
    public Builder initialCashUsd(double value) {
      initialCashUsd = value;
      return this;
    }

    /** See {@link BacktestSpec#costs()}. */
    public Builder costs(Costs value) {
      costs = value;
      return this;
    }

    /** See {@link BacktestSpec#terms()}. */
    public Builder terms(OrderTerms value) {
      terms = value;
      return this;
    }

    /** See {@link OrderTerms#partialFills()}. */
    public Builder partialFills(boolean value) {
      terms = terms.withPartialFills(value);
      return this;
    }

    /** See {@link OrderTerms#minShares()}. */
    public Builder minShares(double value) {
      terms = terms.withMinShares(value);
      return this;
    }

    /** See {@link BacktestSpec#missingPrice()}. */
    public Builder missingPrice(MissingPrice value) {
      missingPrice = value;
      return this;
    }

    /** See {@link BacktestSpec#fillOrder()}. */
    public Builder fillOrder(FillOrder value) {
      fillOrder = value;
      return this;
    }

    /** See {@link BacktestSpec#sizingPrice()}. */
    public Builder sizingPrice(SizingPrice value) {
      sizingPrice = value;
      return this;
    }

    /** See {@link BacktestSpec#revalueAfterFills()}. */
    public Builder revalueAfterFills(boolean value) {
      revalueAfterFills = value;
      return this;
    }

    /** See {@link BacktestSpec#maxLeverage()}. */
    public Builder maxLeverage(double value) {
      maxLeverage = value;
      return this;
    }

    /** See {@link BacktestSpec#margin()}. */
    public Builder margin(Margin value) {
      margin = value;
      return this;
    }

    /** See {@link BacktestSpec#reducingOrders()}. */
    public Builder reducingOrders(ReducingOrders value) {
      reducingOrders = value;
      return this;
    }

    /** See {@link BacktestSpec#accounts()}. */
    public Builder accounts(List<AccountPlan> value) {
      accounts = List.copyOf(value);
      return this;
    }

    /** See {@link BacktestSpec#financing()}. */
    public Builder financing(Financing value) {
      financing = value;
      return this;
    }

    /** See {@link BacktestSpec#cashFlows()}. */
    public Builder cashFlows(List<CashFlow> value) {
      cashFlows = List.copyOf(value);
      return this;
    }

    /** See {@link BacktestSpec#allowLookahead()}. */
    public Builder allowLookahead(boolean value) {
      allowLookahead = value;
      return this;
    }

    /** See {@link BacktestSpec#start()}. */
    public Builder start(LocalDate value) {
      start = Optional.of(value);
      return this;
    }

    /** See {@link BacktestSpec#end()}. */
    public Builder end(LocalDate value) {
      end = Optional.of(value);
      return this;
    }

    /**
     * The specification.
     *
     * @throws AsOfException with {@link ErrorCode#DEFINITION_INVALID} for a value out of range
     */
    public BacktestSpec build() {
      return new BacktestSpec(
          initialCashUsd,
          costs,
          terms,
          missingPrice,
          fillOrder,
          sizingPrice,
          revalueAfterFills,
          maxLeverage,
          margin,
          reducingOrders,
          accounts,
          financing,
          cashFlows,
          allowLookahead,
          start,
          end);
    }
  }
}
