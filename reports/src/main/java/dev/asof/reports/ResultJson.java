package dev.asof.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.asof.api.AccountHistory;
import dev.asof.api.Accounting;
import dev.asof.api.AppliedAction;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.DecisionNote;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.MarketEvent;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderRecord;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.Trade;
import dev.asof.api.Trials;
import dev.asof.engine.Metric;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An experiment as JSON, with everything in it. */
public final class ResultJson {
  /** Rises when a field changes its meaning or goes away; a new field doesn't raise it. */
  static final int FORMAT_VERSION = 2;

  // Double.toString isn't the shortest form before JDK 19; this writer is, on every JDK.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private final JsonGenerator out;

  private ResultJson(JsonGenerator out) {
    this.out = out;
  }

  /**
   * The experiment as one JSON object, pretty printed, in a fixed order of fields that are named
   * like the components of the records they come from. Dates and instants are ISO 8601 (instants in
   * UTC), enums stand by their constant's name. A double is in its shortest form that reads back to
   * the same bits; NaN is null, infinities are the strings {@code "Infinity"} and {@code
   * "-Infinity"}. Arrays have one element per session; prices and shares are keyed by symbol.
   *
   * @throws IllegalArgumentException as {@link ExperimentReport#html}
   */
  public static String json(Experiment experiment) {
    return text(json -> json.experiment(experiment, Run.of(experiment))) + '\n';
  }

  /** One run as it stands in an experiment. */
  static String json(Run run) {
    return text(json -> json.cell(run));
  }

  /** An experiment without its runs. */
  static String withoutRuns(Experiment experiment) {
    return text(json -> json.experiment(experiment, List.of()));
  }

  private interface Writing {
    void to(ResultJson json) throws IOException;
  }

  private static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      writing.to(new ResultJson(out));
    } catch (IOException impossible) {
      throw new UncheckedIOException("Cannot write JSON to memory", impossible);
    }
    return text.toString();
  }

  private void experiment(Experiment experiment, List<Run> runs) throws IOException {
    out.writeStartObject();
    out.writeNumberField("formatVersion", FORMAT_VERSION);
    out.writeStringField("name", experiment.name());
    out.writeStringField("title", experiment.title());
    out.writeStringField("strategy", experiment.strategy());
    out.writeStringField("version", experiment.lineage().version());
    texts("settings", experiment.settings());
    out.writeNumberField("yearDays", experiment.yearDays());
    out.writeArrayFieldStart("axes");
    for (Experiment.Axis axis : experiment.axes()) {
      out.writeStartObject();
      out.writeStringField("parameter", axis.parameter());
      texts("values", axis.values());
      out.writeEndObject();
    }
    out.writeEndArray();
    new ProvenanceJson(out).write(experiment);
    out.writeStringField("definition", experiment.definition());
    metricDefinitions();
    out.writeArrayFieldStart("cells");
    for (Run run : runs) {
      cell(run);
    }
    out.writeEndArray();
    bars(experiment.bars());
    splits(experiment.splits());
    benchmark(experiment.benchmark());
    trials(experiment.trials());
    out.writeEndObject();
  }

  /** Results without splits have none, as those of before splits were written. */
  private void splits(SplitAdjustment splits) throws IOException {
    if (splits.changes().isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("splits");
    for (CorporateAction.UnitChange change : splits.changes()) {
      out.writeStartObject();
      CorporateActionJson.write(out, change);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void benchmark(Optional<Benchmark> benchmark) throws IOException {
    if (benchmark.isEmpty()) {
      out.writeNullField("benchmark");
      return;
    }
    out.writeObjectFieldStart("benchmark");
    out.writeStringField("symbol", benchmark.get().symbol());
    dates("sessions", benchmark.get().sessions());
    numbers("closeUsd", benchmark.get().closeUsd());
    out.writeEndObject();
  }

  private void trials(Optional<Trials> trials) throws IOException {
    if (trials.isEmpty()) {
      out.writeNullField("trials");
      return;
    }
    out.writeObjectFieldStart("trials");
    out.writeNumberField("count", trials.get().count());
    number("sharpeDeviation", trials.get().sharpeDeviation());
    out.writeEndObject();
  }

  private void metricDefinitions() throws IOException {
    out.writeObjectFieldStart("metricDefinitions");
    for (Metric metric : Metric.HEADLINE) {
      out.writeObjectFieldStart(key(metric));
      out.writeStringField("label", metric.label());
      out.writeStringField("unit", metric.unit().name());
      out.writeStringField("convention", metric.convention());
      out.writeStringField("source", metric.source());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  /** A metric's constant in camel case: {@code TOTAL_RETURN} is {@code totalReturn}. */
  private static String key(Metric metric) {
    StringBuilder key = new StringBuilder();
    for (String word : metric.name().split("_")) {
      key.append(key.length() == 0 ? word.substring(0, 1).toLowerCase(Locale.ROOT) : word.charAt(0))
          .append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return key.toString();
  }

  private void cell(Run run) throws IOException {
    BacktestResult result = run.result();
    out.writeStartObject();
    texts("parameters", run.parameters());
    out.writeStringField("digest", result.digest());
    out.writeStringField("failure", run.failure().isEmpty() ? null : run.failure());
    out.writeObjectFieldStart("metrics");
    for (Map.Entry<Metric, Double> entry : run.metrics().entrySet()) {
      number(key(entry.getKey()), entry.getValue());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("holdingWindow");
    number("sharpe", run.windowSharpe());
    number("totalReturn", run.windowReturn());
    out.writeEndObject();
    number("initialCashUsd", result.initialCashUsd());
    texts("symbols", result.symbols());
    dates("sessions", result.sessions());
    numbers("cashUsd", result.cashUsd());
    numbers("equityUsd", result.equityUsd());
    bySymbol("shares", result.symbols(), result.shares());
    out.writeArrayFieldStart("orders");
    for (OrderRecord order : result.orders()) {
      order(order);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("fills");
    for (Fill fill : result.fills()) {
      fill(fill);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("trades");
    for (Trade trade : result.trades()) {
      trade(trade);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("notes");
    for (DecisionNote note : result.notes()) {
      out.writeStartObject();
      out.writeStringField("session", note.session().toString());
      out.writeStringField("text", note.text());
      if (note.finding().isPresent()) {
        out.writeStringField("finding", note.finding().get().name());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("events");
    for (MarketEvent event : result.events()) {
      event(event);
    }
    out.writeEndArray();
    books(result);
    out.writeEndObject();
  }

  private void books(BacktestResult result) throws IOException {
    Accounting accounting = result.accounting();
    out.writeArrayFieldStart("accounts");
    for (AccountHistory account : accounting.accounts()) {
      account(account);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("positions");
    for (Trade position : accounting.positions()) {
      trade(position);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("actions");
    for (AppliedAction applied : accounting.actions()) {
      action(applied);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("movements");
    for (CashMovement movement : accounting.movements()) {
      out.writeStartObject();
      out.writeStringField("session", movement.session().toString());
      out.writeStringField("account", movement.account());
      out.writeStringField("symbol", movement.symbol());
      out.writeStringField("kind", movement.kind().name());
      number("usd", movement.usd());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void account(AccountHistory account) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", account.name());
    texts("symbols", account.symbols());
    number("initialCashUsd", account.initialCashUsd());
    numbers("cashUsd", account.cashUsd());
    numbers("freeCashUsd", account.freeCashUsd());
    numbers("equityUsd", account.equityUsd());
    out.writeEndObject();
  }

  private void action(AppliedAction applied) throws IOException {
    CorporateAction action = applied.action();
    out.writeStartObject();
    out.writeStringField("session", applied.session().toString());
    out.writeStringField("account", applied.account());
    CorporateActionJson.write(out, action);
    number("sharesBefore", applied.sharesBefore());
    number("sharesAfter", applied.sharesAfter());
    number("cashUsd", applied.cashUsd());
    if (applied.order().isPresent()) {
      out.writeNumberField("order", applied.order().getAsInt());
    } else {
      out.writeNullField("order");
    }
    out.writeEndObject();
  }

  private void order(OrderRecord order) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", order.id());
    out.writeStringField("session", order.session().toString());
    out.writeStringField("symbol", order.symbol());
    out.writeStringField("sizeType", order.sizeType().name());
    number("size", order.size());
    out.writeStringField("at", order.at().name());
    out.writeStringField("status", order.status().name());
    out.writeStringField("reason", order.reason().name());
    context(order.context());
    out.writeEndObject();
  }

  private void context(OrderContext context) throws IOException {
    if (context.equals(OrderContext.UNKNOWN)) {
      out.writeNullField("context");
      return;
    }
    out.writeObjectFieldStart("context");
    number("priceUsd", context.priceUsd());
    number("valuationPriceUsd", context.valuationPriceUsd());
    number("accountValueUsd", context.accountValueUsd());
    number("cashBeforeUsd", context.cashBeforeUsd());
    number("freeCashBeforeUsd", context.freeCashBeforeUsd());
    number("debtBeforeUsd", context.debtBeforeUsd());
    number("sharesBefore", context.sharesBefore());
    number("cashAfterUsd", context.cashAfterUsd());
    number("freeCashAfterUsd", context.freeCashAfterUsd());
    number("debtAfterUsd", context.debtAfterUsd());
    number("sharesAfter", context.sharesAfter());
    out.writeEndObject();
  }

  private void fill(Fill fill) throws IOException {
    out.writeStartObject();
    out.writeNumberField("order", fill.order());
    out.writeStringField("session", fill.session().toString());
    out.writeStringField("at", fill.at().name());
    out.writeStringField("symbol", fill.symbol());
    out.writeStringField("side", fill.side().name());
    number("shares", fill.shares());
    number("priceUsd", fill.priceUsd());
    number("feeUsd", fill.feeUsd());
    out.writeEndObject();
  }

  private void trade(Trade trade) throws IOException {
    out.writeStartObject();
    out.writeStringField("symbol", trade.symbol());
    out.writeStringField("side", trade.side().name());
    number("shares", trade.shares());
    out.writeStringField("entrySession", trade.entrySession().toString());
    number("entryPriceUsd", trade.entryPriceUsd());
    number("entryFeeUsd", trade.entryFeeUsd());
    out.writeStringField("exitSession", trade.exitSession().toString());
    number("exitPriceUsd", trade.exitPriceUsd());
    number("exitFeeUsd", trade.exitFeeUsd());
    number("pnlUsd", trade.pnlUsd());
    number("returnFraction", trade.returnFraction());
    out.writeBooleanField("open", trade.open());
    out.writeEndObject();
  }

  private void event(MarketEvent event) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", event.id());
    out.writeStringField("title", event.title());
    out.writeArrayFieldStart("legs");
    for (MarketEvent.Leg leg : event.legs()) {
      out.writeStartObject();
      out.writeStringField("symbol", leg.symbol());
      out.writeStringField("side", leg.side().name());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("milestones");
    for (MarketEvent.Milestone milestone : event.milestones()) {
      out.writeStartObject();
      out.writeStringField("label", milestone.label());
      out.writeStringField("date", milestone.date().toString());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void bars(Bars bars) throws IOException {
    out.writeObjectFieldStart("bars");
    texts("symbols", bars.symbols());
    dates("sessions", bars.sessionDates());
    bySymbol("open", bars.symbols(), bars.openUnsafe());
    bySymbol("high", bars.symbols(), bars.highUnsafe());
    bySymbol("low", bars.symbols(), bars.lowUnsafe());
    bySymbol("close", bars.symbols(), bars.closeUnsafe());
    bySymbol("volume", bars.symbols(), bars.volumeUnsafe());
    out.writeEndObject();
  }

  private void texts(String field, Map<String, String> values) throws IOException {
    out.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  private void texts(String field, List<String> values) throws IOException {
    out.writeArrayFieldStart(field);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private void dates(String field, List<LocalDate> dates) throws IOException {
    out.writeArrayFieldStart(field);
    for (LocalDate date : dates) {
      out.writeString(date.toString());
    }
    out.writeEndArray();
  }

  /** One array per symbol, out of a row-major matrix. */
  private void bySymbol(String field, List<String> symbols, double[] matrix) throws IOException {
    out.writeObjectFieldStart(field);
    for (int i = 0; i < symbols.size(); i++) {
      out.writeArrayFieldStart(symbols.get(i));
      for (int cell = i; cell < matrix.length; cell += symbols.size()) {
        number(matrix[cell]);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void numbers(String field, double[] values) throws IOException {
    out.writeArrayFieldStart(field);
    for (double value : values) {
      number(value);
    }
    out.writeEndArray();
  }

  private void number(String field, double value) throws IOException {
    out.writeFieldName(field);
    number(value);
  }

  private void number(double value) throws IOException {
    if (Double.isNaN(value)) {
      out.writeNull();
    } else if (Double.isInfinite(value)) {
      out.writeString(value > 0 ? "Infinity" : "-Infinity");
    } else {
      out.writeNumber(value);
    }
  }
}
