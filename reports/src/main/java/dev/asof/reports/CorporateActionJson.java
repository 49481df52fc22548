package dev.asof.reports;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.api.CorporateAction;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;

/** Writes corporate actions to JSON and reads them back. */
final class CorporateActionJson {
  private CorporateActionJson() {}

  /** Writes kind and terms into the object that is open. */
  static void write(JsonGenerator out, CorporateAction action) throws IOException {
    out.writeStringField("type", action.getClass().getSimpleName());
    out.writeStringField("symbol", action.symbol());
    out.writeStringField("exDate", action.exDate().toString());
    out.writeStringField("knownAt", action.knownAt().toString());
    if (action instanceof CorporateAction.Split split) {
      number(out, "newShares", split.newShares());
      number(out, "oldShares", split.oldShares());
    } else if (action instanceof CorporateAction.CashDividend dividend) {
      number(out, "usdPerShare", dividend.usdPerShare());
    } else if (action instanceof CorporateAction.SymbolChange change) {
      out.writeStringField("newSymbol", change.newSymbol());
    } else if (action instanceof CorporateAction.Delisting delisting) {
      number(out, "usdPerShare", delisting.usdPerShare());
    } else if (action instanceof CorporateAction.CashMerger merger) {
      number(out, "usdPerShare", merger.usdPerShare());
    } else if (action instanceof CorporateAction.StockDividend dividend) {
      number(out, "newShares", dividend.newShares());
      number(out, "oldShares", dividend.oldShares());
    } else if (action instanceof CorporateAction.Rights rights) {
      number(out, "usdPerShare", rights.usdPerShare());
    } else if (action instanceof CorporateAction.SpinOff spinOff) {
      out.writeStringField("newSymbol", spinOff.newSymbol());
      number(out, "newShares", spinOff.newShares());
      number(out, "oldShares", spinOff.oldShares());
      number(out, "usdPerShare", spinOff.usdPerShare());
    } else if (action instanceof CorporateAction.StockMerger merger) {
      out.writeStringField("newSymbol", merger.newSymbol());
      number(out, "newShares", merger.newShares());
      number(out, "oldShares", merger.oldShares());
      number(out, "usdPerShare", merger.usdPerShare());
    }
  }

  /** Reads what {@link #write} wrote. */
  static CorporateAction read(JsonNode node) {
    String symbol = node.get("symbol").text();
    LocalDate exDate = node.get("exDate").date();
    Instant knownAt = node.get("knownAt").parsed(Instant::parse);
    return switch (node.get("type").text()) {
      case "Split" ->
          new CorporateAction.Split(
              symbol,
              exDate,
              node.get("newShares").number(),
              node.get("oldShares").number(),
              knownAt);
      case "CashDividend" ->
          new CorporateAction.CashDividend(
              symbol, exDate, node.get("usdPerShare").number(), knownAt);
      case "SymbolChange" ->
          new CorporateAction.SymbolChange(symbol, exDate, node.get("newSymbol").text(), knownAt);
      case "Delisting" ->
          new CorporateAction.Delisting(symbol, exDate, node.get("usdPerShare").number(), knownAt);
      case "CashMerger" ->
          new CorporateAction.CashMerger(symbol, exDate, node.get("usdPerShare").number(), knownAt);
      case "StockDividend" ->
          new CorporateAction.StockDividend(
              symbol,
              exDate,
              node.get("newShares").number(),
              node.get("oldShares").number(),
              knownAt);
      case "Rights" ->
          new CorporateAction.Rights(symbol, exDate, node.get("usdPerShare").number(), knownAt);
      case "SpinOff" ->
          new CorporateAction.SpinOff(
              symbol,
              exDate,
              node.get("newSymbol").text(),
              node.get("newShares").number(),
              node.get("oldShares").number(),
              node.get("usdPerShare").number(),
              knownAt);
      case "StockMerger" ->
          new CorporateAction.StockMerger(
              symbol,
              exDate,
              node.get("newSymbol").text(),
              node.get("newShares").number(),
              node.get("oldShares").number(),
              node.get("usdPerShare").number(),
              knownAt);
      default -> throw node.get("type").expected("a corporate action");
    };
  }

  private static void number(JsonGenerator out, String field, double value) throws IOException {
    out.writeFieldName(field);
    if (Double.isNaN(value)) {
      out.writeNull();
    } else {
      out.writeNumber(value);
    }
  }
}
