package dev.asof.cli;

import dev.asof.api.AsOfException;
import dev.asof.api.Direction;
import dev.asof.api.OrderTerms;
import dev.asof.engine.BacktestSpec;
import dev.asof.engine.Commission;
import dev.asof.engine.Costs;
import dev.asof.engine.Financing;
import dev.asof.engine.Margin;
import dev.asof.engine.MissingPrice;
import dev.asof.engine.Slippage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what decides a result besides data and strategy: period, account, orders and costs. */
final class SpecReader {
  private static final double BASIS_POINTS = 1e4;
  private static final double LARGE = 1e15;
  private static final String PERIOD = "Invalid period: ";

  private SpecReader() {}

  /** The yearly rate that borrowed shares cost, as a fraction of their value. */
  static double borrowRate(YamlMap map) {
    return map.map("costs").map(SpecReader::borrowRateOf).orElse(0.0);
  }

  private static double borrowRateOf(YamlMap costs) {
    return costs.decimal("borrowRatePercent", 0, 0, 10_000) / 100;
  }

  /** Reads what decides how a run trades, by the rules that hold for accounts today. */
  static BacktestSpec read(YamlMap map) {
    return read(map, AccountRules.TODAY);
  }

  /** Reads the same with the rules that a definition leaves to its time. */
  static BacktestSpec read(YamlMap map, AccountRules rules) {
    BacktestSpec.Builder spec =
        BacktestSpec.builder()
            .maxLeverage(rules.maxLeverage())
            .margin(rules.margin())
            .reducingOrders(rules.reducingOrders());
    map.map("period")
        .ifPresent(
            period -> {
              period.date("start").ifPresent(spec::start);
              period.date("end").ifPresent(spec::end);
              period.refuseUnknownKeys();
            });
    map.map("account")
        .ifPresent(
            account -> {
              spec.initialCashUsd(account.decimal("cashUsd", 100_000, 0.01, LARGE));
              spec.maxLeverage(account.decimal("maxLeverage", rules.maxLeverage(), 0.01, 1000));
              spec.terms(terms(account));
              spec.margin(margin(account, rules.margin()));
              spec.financing(financing(account));
              account.refuseUnknownKeys();
            });
    map.map("costs").ifPresent(costs -> spec.costs(costs(costs)));
    spec.allowLookahead(map.flag("allowLookahead", false));
    missingPrice(map).ifPresent(spec::missingPrice);
    try {
      return spec.build();
    } catch (AsOfException unfit) {
      String problem = unfit.getMessage();
      throw problem.startsWith(PERIOD)
          ? map.invalid("period", problem.substring(PERIOD.length()))
          : map.invalid("account", problem);
    }
  }

  /** Reads {@code margin: none}, or the parts of the positions' values that equity has to cover. */
  private static Margin margin(YamlMap account, Margin rule) {
    if (!account.isMap("margin")) {
      return account
          .parsed(
              "margin",
              "none, or {longPercent: 25, shortPercent: 30}",
              text -> {
                if (!text.equals("none")) {
                  throw new IllegalArgumentException(text);
                }
                return Margin.NONE;
              })
          .orElse(rule);
    }
    YamlMap margin = account.map("margin").orElseThrow();
    Margin read =
        new Margin(
            margin.decimal("longPercent", Margin.MAINTENANCE.longFraction() * 100, 0, 100) / 100,
            margin.decimal("shortPercent", Margin.MAINTENANCE.shortFraction() * 100, 0, 10_000)
                / 100);
    margin.refuseUnknownKeys();
    return read;
  }

  private static Optional<MissingPrice> missingPrice(YamlMap map) {
    if (map.isMap("missingPrice")) {
      YamlMap answer = map.map("missingPrice").orElseThrow();
      MissingPrice made =
          answer
              .parsed(
                  "lastPrice",
                  "how many sessions ago the last close may be, 1 to 250",
                  text -> {
                    int sessions = Integer.parseInt(text);
                    if (sessions < 1 || sessions > 250) {
                      throw new IllegalArgumentException(text);
                    }
                    return MissingPrice.lastPrice(sessions);
                  })
              .orElseThrow(() -> answer.missing("lastPrice"));
      answer.refuseUnknownKeys();
      return Optional.of(made);
    }
    return map.parsed(
        "missingPrice",
        "refuse, ignore or {lastPrice: SESSIONS}",
        text ->
            switch (text) {
              case "refuse" -> MissingPrice.REFUSE;
              case "ignore" -> MissingPrice.IGNORE_REPEATS;
              default -> throw new IllegalArgumentException(text);
            });
  }

  private static Financing financing(YamlMap account) {
    return new Financing(
        account.decimal("creditRatePercent", 0, -100, 10_000) / 100,
        account.decimal("debitRatePercent", 0, 0, 10_000) / 100,
        Financing.NONE.daysInYear(),
        account.flag("borrowCash", false));
  }

  private static OrderTerms terms(YamlMap account) {
    return new OrderTerms(
        account
            .parsed(
                "direction",
                "both, long-only or short-only",
                text ->
                    switch (text) {
                      case "both" -> Direction.BOTH;
                      case "long-only" -> Direction.LONG_ONLY;
                      case "short-only" -> Direction.SHORT_ONLY;
                      default -> throw new IllegalArgumentException(text);
                    })
            .orElse(OrderTerms.DEFAULT.direction()),
        account.decimal("minShares", OrderTerms.DEFAULT.minShares(), 0, LARGE),
        account.decimal("maxShares", OrderTerms.DEFAULT.maxShares(), 1e-8, LARGE),
        account.decimal("lotShares", OrderTerms.DEFAULT.lotShares(), 0, LARGE),
        account.flag("partialFills", OrderTerms.DEFAULT.partialFills()),
        account.flag("lockShortProceeds", OrderTerms.DEFAULT.lockProceeds()));
  }

  private static Costs costs(YamlMap costs) {
    List<Commission> commissions = new ArrayList<>();
    commissions.add(
        new Commission.Percent(costs.decimal("feeBps", 0, 0, BASIS_POINTS) / BASIS_POINTS));
    commissions.add(new Commission.Fixed(costs.decimal("fixedFeeUsd", 0, 0, LARGE)));
    commissions.add(new Commission.PerShare(costs.decimal("perShareUsd", 0, 0, LARGE)));
    commissions.add(new Commission.MinimumPerOrder(costs.decimal("minimumFeeUsd", 0, 0, LARGE)));
    double spreadUsd = costs.decimal("spreadUsd", 0, 0, LARGE);
    double slippageBps = costs.decimal("slippageBps", 0, 0, BASIS_POINTS - 1);
    if (spreadUsd > 0 && slippageBps > 0) {
      throw costs.invalid("spreadUsd", "expected slippageBps or spreadUsd, not both");
    }
    double maxVolumePercent =
        costs.decimal("maxVolumePercent", Double.POSITIVE_INFINITY, 1e-6, 100);
    borrowRateOf(costs);
    costs.refuseUnknownKeys();
    return new Costs(
        commissions,
        spreadUsd > 0
            ? new Slippage.HalfSpread(spreadUsd)
            : new Slippage.Fraction(slippageBps / BASIS_POINTS),
        maxVolumePercent / 100);
  }
}
