package dev.asof.reports;

import dev.asof.api.AccountHistory;
import dev.asof.api.Accounting;
import dev.asof.api.AppliedAction;
import dev.asof.api.AsOfException;
import dev.asof.api.AuditVerdict;
import dev.asof.api.BacktestResult;
import dev.asof.api.Bars;
import dev.asof.api.Benchmark;
import dev.asof.api.CashMovement;
import dev.asof.api.CorporateAction;
import dev.asof.api.DataRef;
import dev.asof.api.DecisionNote;
import dev.asof.api.Experiment;
import dev.asof.api.Fill;
import dev.asof.api.FillAt;
import dev.asof.api.Lineage;
import dev.asof.api.LookaheadInput;
import dev.asof.api.MarketEvent;
import dev.asof.api.OrderContext;
import dev.asof.api.OrderReason;
import dev.asof.api.OrderRecord;
import dev.asof.api.OrderStatus;
import dev.asof.api.PointInTime;
import dev.asof.api.PositionSide;
import dev.asof.api.RunFinding;
import dev.asof.api.SizeType;
import dev.asof.api.SourceFile;
import dev.asof.api.SplitAdjustment;
import dev.asof.api.Trade;
import dev.asof.api.TradeSide;
import dev.asof.api.Trials;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** An experiment as {@link ResultJson} wrote it, read back. */
public final class StoredExperiment {
  private static final int FORMAT_VERSION = ResultJson.FORMAT_VERSION;

  private final String displayName;
  private final Experiment experiment;
  private final List<String> digests;
  private final JsonNode document;

  private StoredExperiment(
      String displayName, Experiment experiment, List<String> digests, JsonNode document) {
    this.displayName = displayName;
    this.experiment = experiment;
    this.digests = List.copyOf(digests);
    this.document = document;
  }

  /** The document as the user knows it. */
  public String displayName() {
    return displayName;
  }

  /**
   * Returns {@code true} when the document tells findings, if only that there are none. Those that
   * were written before there were findings also rest on the account rules of that time.
   */
  public boolean tellsFindings() {
    return document.find("findings").isPresent();
  }

  /** What the document holds. */
  public Experiment experiment() {
    return experiment;
  }

  /** What each cell's result had as its digest when it was written. */
  public List<String> digests() {
    return digests;
  }

  /**
   * Compares every value of the document with another computation of it, but for the code that
   * computed it, the audit and the count of trials, which no run gives. Findings and definitions of
   * metrics are texts of a version of AsOf, and are compared where it is the same.
   */
  public ResultDifferences differences(Experiment recomputed) {
    return new StoredComparison(document, experiment).with(recomputed);
  }

  /**
   * Reads what {@link ResultJson#json} wrote.
   *
   * @param displayName as the user knows it, for messages
   * @throws AsOfException RESULT_INVALID, with line, column and key, for what is no result of AsOf
   * @throws IOException when it can't be read
   */
  public static StoredExperiment read(String displayName, Reader text) throws IOException {
    JsonNode root = JsonNode.parse(displayName, text);
    JsonNode version = root.get("formatVersion");
    if (version.whole() < 1 || version.whole() > FORMAT_VERSION) {
      throw version.invalid(
          "key formatVersion: "
              + version.whole()
              + " is another format; this version of AsOf reads 1 to "
              + FORMAT_VERSION);
    }
    List<SourceFile> sources =
        root.find("sources").map(files -> files.list(SourceList::file)).orElse(List.of());
    List<DataRef> data = root.get("data").list(node -> data(node, sources));
    JsonNode cells = root.get("cells");
    List<String> digests = cells.list(cell -> cell.get("digest").text());
    if (digests.isEmpty()) {
      throw cells.invalid("key cells: expected at least one run");
    }
    Experiment experiment =
        new Experiment(
            root.get("name").text(),
            root.get("title").text(),
            root.get("strategy").text(),
            root.get("settings").texts(),
            root.get("yearDays").count(),
            root.get("axes")
                .list(
                    axis ->
                        new Experiment.Axis(
                            axis.get("parameter").text(), axis.get("values").list(JsonNode::text))),
            cells.list(StoredExperiment::cell),
            bars(root.get("bars")),
            data,
            root.get("lookahead").list(StoredExperiment::lookahead),
            root.get("definition").text(),
            lineage(root.get("lineage")),
            root.find("audit").map(StoredExperiment::audit),
            root.find("benchmark").map(StoredExperiment::benchmark),
            root.find("trials").map(StoredExperiment::trials),
            root.find("findings")
                .map(findings -> findings.list(StoredExperiment::finding))
                .orElse(List.of()));
    return new StoredExperiment(displayName, experiment.withSplits(splits(root)), digests, root);
  }

  private static SplitAdjustment splits(JsonNode root) {
    return root.find("splits")
        .map(splits -> SplitAdjustment.of(splits.list(CorporateActionJson::read)))
        .orElse(SplitAdjustment.NONE);
  }

  private static DataRef data(JsonNode node, List<SourceFile> sources) {
    return new DataRef(
        node.get("table").text(),
        node.get("asOf").parsed(PointInTime::parse),
        node.get("snapshotId").whole(),
        node.get("schemaId").count(),
        node.get("knownAt").parsed(Instant::parse),
        node.get("rows").whole(),
        SourceList.read(node, sources),
        node.get("checksum").text());
  }

  private static LookaheadInput lookahead(JsonNode node) {
    return new LookaheadInput(
        node.get("table").text(),
        node.get("description").text(),
        node.get("usedFrom").parsed(Instant::parse),
        node.get("knownAt").parsed(Instant::parse));
  }

  private static DecisionNote note(JsonNode node) {
    return new DecisionNote(
        node.get("session").date(),
        node.get("text").text(),
        node.find("finding").map(kind -> kind.parsed(RunFinding.Kind::valueOf)));
  }

  private static RunFinding finding(JsonNode node) {
    return new RunFinding(
        node.get("kind").parsed(RunFinding.Kind::valueOf),
        Arrays.stream(node.get("cells").numbers()).mapToObj(cell -> (int) cell).toList(),
        node.get("text").text());
  }

  private static Lineage lineage(JsonNode node) {
    return new Lineage(
        node.get("version").text(),
        node.get("definitionSha256").text(),
        node.get("strategyClass").text(),
        node.get("strategyJar").text(),
        node.get("strategySha256").text(),
        node.get("seed").whole(),
        node.get("engines").texts());
  }

  private static AuditVerdict audit(JsonNode node) {
    return new AuditVerdict(
        node.get("runs").count(),
        node.get("cuts").whole(),
        node.get("replays").whole(),
        node.get("fields").list(JsonNode::text),
        node.get("valuesCompared").whole(),
        node.get("warmUp").text(),
        node.get("findings")
            .list(
                finding ->
                    new AuditVerdict.Finding(
                        finding.get("kind").parsed(AuditVerdict.Kind::valueOf),
                        finding.get("run").text(),
                        finding.get("session").date(),
                        finding.get("description").text())));
  }

  private static Benchmark benchmark(JsonNode node) {
    List<LocalDate> sessions = node.get("sessions").list(JsonNode::date);
    double[] closes = node.get("closeUsd").numbers();
    try {
      return Benchmark.of(node.get("symbol").text(), sessions, closes);
    } catch (IllegalArgumentException torn) {
      throw node.invalid("key benchmark: " + torn.getMessage());
    }
  }

  private static Trials trials(JsonNode node) {
    return new Trials(node.get("count").count(), node.get("sharpeDeviation").number());
  }

  private static Bars bars(JsonNode node) {
    List<String> symbols = node.get("symbols").list(JsonNode::text);
    LocalDate[] sessions = node.get("sessions").list(JsonNode::date).toArray(LocalDate[]::new);
    return Bars.wrapUnsafe(
        symbols,
        sessions,
        bySymbol(node.get("open"), symbols, sessions.length),
        bySymbol(node.get("high"), symbols, sessions.length),
        bySymbol(node.get("low"), symbols, sessions.length),
        bySymbol(node.get("close"), symbols, sessions.length),
        bySymbol(node.get("volume"), symbols, sessions.length));
  }

  /** A row-major matrix out of one array per symbol. */
  private static double[] bySymbol(JsonNode node, List<String> symbols, int sessions) {
    double[] matrix = new double[Math.multiplyExact(sessions, symbols.size())];
    for (int i = 0; i < symbols.size(); i++) {
      double[] values = checked(node.get(symbols.get(i)), sessions);
      for (int bar = 0; bar < sessions; bar++) {
        matrix[bar * symbols.size() + i] = values[bar];
      }
    }
    return matrix;
  }

  private static double[] checked(JsonNode node, int sessions) {
    double[] values = node.numbers();
    if (values.length != sessions) {
      throw node.expected(sessions + " numbers, one a session, instead of " + values.length);
    }
    return values;
  }

  private static Experiment.Cell cell(JsonNode node) {
    Map<String, String> parameters = node.get("parameters").texts();
    List<String> symbols = node.get("symbols").list(JsonNode::text);
    List<LocalDate> sessions = node.get("sessions").list(JsonNode::date);
    BacktestResult result =
        new BacktestResult(
            symbols,
            sessions,
            node.get("initialCashUsd").number(),
            checked(node.get("cashUsd"), sessions.size()),
            checked(node.get("equityUsd"), sessions.size()),
            bySymbol(node.get("shares"), symbols, sessions.size()),
            node.get("orders").list(StoredExperiment::order),
            node.get("fills").list(StoredExperiment::fill),
            node.get("trades").list(StoredExperiment::trade),
            node.get("notes").list(StoredExperiment::note),
            node.get("events").list(StoredExperiment::event),
            books(node, sessions.size()));
    return new Experiment.Cell(parameters, result, node.find("failure").map(JsonNode::text));
  }

  /** Results of before books were written have none. */
  private static Accounting books(JsonNode cell, int sessions) {
    return new Accounting(
        cell.find("accounts")
            .map(accounts -> accounts.list(account -> account(account, sessions)))
            .orElse(List.of()),
        cell.find("positions")
            .map(positions -> positions.list(StoredExperiment::trade))
            .orElse(List.of()),
        cell.get("movements")
            .list(
                movement ->
                    new CashMovement(
                        movement.get("session").date(),
                        movement.get("account").text(),
                        movement.get("symbol").text(),
                        movement.get("kind").parsed(CashMovement.Kind::valueOf),
                        movement.get("usd").number())),
        cell.get("actions").list(StoredExperiment::action));
  }

  private static AccountHistory account(JsonNode node, int sessions) {
    return new AccountHistory(
        node.get("name").text(),
        node.get("symbols").list(JsonNode::text),
        node.get("initialCashUsd").number(),
        checked(node.get("cashUsd"), sessions),
        checked(node.get("freeCashUsd"), sessions),
        checked(node.get("equityUsd"), sessions));
  }

  private static AppliedAction action(JsonNode node) {
    CorporateAction action = CorporateActionJson.read(node);
    return new AppliedAction(
        node.get("session").date(),
        node.get("account").text(),
        action,
        node.get("sharesBefore").number(),
        node.get("sharesAfter").number(),
        node.get("cashUsd").number(),
        node.find("order").map(order -> OptionalInt.of(order.count())).orElse(OptionalInt.empty()));
  }

  private static OrderRecord order(JsonNode node) {
    return new OrderRecord(
        node.get("id").count(),
        node.get("session").date(),
        node.get("symbol").text(),
        node.get("sizeType").parsed(SizeType::valueOf),
        node.get("size").number(),
        node.get("at").parsed(FillAt::valueOf),
        node.get("status").parsed(OrderStatus::valueOf),
        node.get("reason").parsed(OrderReason::valueOf),
        node.find("context").map(StoredExperiment::context).orElse(OrderContext.UNKNOWN));
  }

  private static OrderContext context(JsonNode node) {
    return new OrderContext(
        node.get("priceUsd").number(),
        node.get("valuationPriceUsd").number(),
        node.get("accountValueUsd").number(),
        node.get("cashBeforeUsd").number(),
        node.get("freeCashBeforeUsd").number(),
        node.get("debtBeforeUsd").number(),
        node.get("sharesBefore").number(),
        node.get("cashAfterUsd").number(),
        node.get("freeCashAfterUsd").number(),
        node.get("debtAfterUsd").number(),
        node.get("sharesAfter").number());
  }

  private static Fill fill(JsonNode node) {
    return new Fill(
        node.get("order").count(),
        node.get("session").date(),
        node.get("at").parsed(FillAt::valueOf),
        node.get("symbol").text(),
        node.get("side").parsed(TradeSide::valueOf),
        node.get("shares").number(),
        node.get("priceUsd").number(),
        node.get("feeUsd").number());
  }

  private static Trade trade(JsonNode node) {
    return new Trade(
        node.get("symbol").text(),
        node.get("side").parsed(PositionSide::valueOf),
        node.get("shares").number(),
        node.get("entrySession").date(),
        node.get("entryPriceUsd").number(),
        node.get("entryFeeUsd").number(),
        node.get("exitSession").date(),
        node.get("exitPriceUsd").number(),
        node.get("exitFeeUsd").number(),
        node.get("pnlUsd").number(),
        node.get("returnFraction").number(),
        node.get("open").flag());
  }

  private static MarketEvent event(JsonNode node) {
    return new MarketEvent(
        node.get("id").text(),
        node.get("title").text(),
        node.get("legs")
            .list(
                leg ->
                    new MarketEvent.Leg(
                        leg.get("symbol").text(), leg.get("side").parsed(PositionSide::valueOf))),
        node.get("milestones")
            .list(
                milestone ->
                    new MarketEvent.Milestone(
                        milestone.get("label").text(), milestone.get("date").date())));
  }

  /**
   * The first cell whose result, read back, has another digest than when it was written; empty when
   * there is none. A document that was changed by hand shows so.
   */
  public Optional<Integer> firstChanged() {
    for (int n = 0; n < digests.size(); n++) {
      if (!experiment.cells().get(n).result().digest().equals(digests.get(n))) {
        return Optional.of(n);
      }
    }
    return Optional.empty();
  }
}
