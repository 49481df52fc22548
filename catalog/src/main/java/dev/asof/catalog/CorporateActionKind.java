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
  CASH_MERGER;

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
    return action instanceof CorporateAction.Delisting ? DELISTING : CASH_MERGER;
  }
}
