package dev.asof.catalog;

import dev.asof.api.CorporateAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of corporate actions as the table writes them: lower case with hyphens. */
public enum CorporateActionKind {
  /** Shares become more or fewer. */
  SPLIT,
  /** Cash is paid on each share. */
  CASH_DIVIDEND,
  /** The same shares trade under another symbol. */
  SYMBOL_CHANGE,
  /** The shares stop trading. */
  DELISTING,
  /** The company is taken over for cash. */
  CASH_MERGER,
  /** Shares are given on shares. */
  STOCK_DIVIDEND,
  /** Shares of another company are given on shares. */
  SPIN_OFF,
  /** The company is taken over for shares of another one, with or without cash. */
  STOCK_MERGER,
  /** Rights to buy new shares are given on shares. */
  RIGHTS;

  /** As the table writes it, for example {@code cash-dividend}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words, in the order of the kinds. */
  public static List<String> words() {
    return Arrays.stream(values()).map(CorporateActionKind::word).toList();
  }

  /** The kind that a word names. */
  public static Optional<CorporateActionKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  static CorporateActionKind of(CorporateAction action) {
    if (action instanceof CorporateAction.Split) {
      return SPLIT;
    }
    if (action instanceof CorporateAction.CashDividend) {
      return CASH_DIVIDEND;
    }
    if (action instanceof CorporateAction.SymbolChange) {
      return SYMBOL_CHANGE;
    }
    if (action instanceof CorporateAction.StockDividend) {
      return STOCK_DIVIDEND;
    }
    if (action instanceof CorporateAction.SpinOff) {
      return SPIN_OFF;
    }
    if (action instanceof CorporateAction.StockMerger) {
      return STOCK_MERGER;
    }
    if (action instanceof CorporateAction.Rights) {
      return RIGHTS;
    }
    return action instanceof CorporateAction.Delisting ? DELISTING : CASH_MERGER;
  }
}
