package dev.asof.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A definition's runs, one per combination of the values of its axes, with all that they were
 * computed from.
 *
 * @param name the definition's name
 * @param title one line for a reader
 * @param strategy the strategy's name
 * @param settings what else decides the result (cash, fees, period), label to value, in reading
 *     order
 * @param yearDays days in a year for annualised metrics, 252 or 365
 * @param axes parameters that vary, with their values; empty for a single run
 * @param cells one per combination, the last axis varying fastest
 * @param bars the prices that the runs read
 * @param data the snapshots that were read
 * @param lookahead what was used before it was known; not empty only when the definition allows it
 * @param definition the definition's text as it was run, with overrides applied
 * @param lineage what produced it
 * @param audit what the look-ahead audit found; empty when none was run
 * @param benchmark what the runs are compared with; empty when the definition names none
 * @param trials everything tried with the strategy so far, these runs included; empty when nobody
 *     counted
 * @param findings what a reader has to know before the numbers, the gravest first
 * @param splits what makes prices of different sessions of the bars comparable
 */
public record Experiment(
    String name,
    String title,
    String strategy,
    Map<String, String> settings,
    int yearDays,
    List<Axis> axes,
    List<Cell> cells,
    Bars bars,
    List<DataRef> data,
    List<LookaheadInput> lookahead,
    String definition,
    Lineage lineage,
    Optional<AuditVerdict> audit,
    Optional<Benchmark> benchmark,
    Optional<Trials> trials,
    List<RunFinding> findings,
    SplitAdjustment splits) {

  /** Copies the collections. */
  public Experiment {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    axes = List.copyOf(axes);
    cells = List.copyOf(cells);
    data = List.copyOf(data);
    lookahead = List.copyOf(lookahead);
    Objects.requireNonNull(lineage);
    Objects.requireNonNull(audit);
    Objects.requireNonNull(benchmark);
    Objects.requireNonNull(trials);
    Objects.requireNonNull(splits);
    findings = findings.stream().sorted(RunFinding.WORST_FIRST).toList();
  }

  /** Runs over bars without splits. */
  public Experiment(
      String name,
      String title,
      String strategy,
      Map<String, String> settings,
      int yearDays,
      List<Axis> axes,
      List<Cell> cells,
      Bars bars,
      List<DataRef> data,
      List<LookaheadInput> lookahead,
      String definition,
      Lineage lineage,
      Optional<AuditVerdict> audit,
      Optional<Benchmark> benchmark,
      Optional<Trials> trials,
      List<RunFinding> findings) {
    this(
        name,
        title,
        strategy,
        settings,
        yearDays,
        axes,
        cells,
        bars,
        data,
        lookahead,
        definition,
        lineage,
        audit,
        benchmark,
        trials,
        findings,
        SplitAdjustment.NONE);
  }

  /** Runs that were neither audited nor counted, compared with nothing. */
  public Experiment(
      String name,
      String title,
      String strategy,
      Map<String, String> settings,
      int yearDays,
      List<Axis> axes,
      List<Cell> cells,
      Bars bars,
      List<DataRef> data,
      List<LookaheadInput> lookahead,
      String definition,
      Lineage lineage) {
    this(
        name,
        title,
        strategy,
        settings,
        yearDays,
        axes,
        cells,
        bars,
        data,
        lookahead,
        definition,
        lineage,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        SplitAdjustment.NONE);
  }

  /**
   * The same with the verdict of an audit.
   *
   * @param seed the seed that the audit used
   */
  public Experiment withAudit(AuditVerdict verdict, long seed) {
    return copy(lineage.withSeed(seed), Optional.of(verdict), benchmark, trials, findings, splits);
  }

  /** The same compared with a benchmark. */
  public Experiment withBenchmark(Benchmark compared) {
    return copy(lineage, audit, Optional.of(compared), trials, findings, splits);
  }

  /** The same as one of so many trials. */
  public Experiment withTrials(Trials tried) {
    return copy(lineage, audit, benchmark, Optional.of(tried), findings, splits);
  }

  /** Returns this experiment with other findings, in any order. */
  public Experiment withFindings(List<RunFinding> found) {
    return copy(lineage, audit, benchmark, trials, found, splits);
  }

  /** Returns this experiment over bars with these splits. */
  public Experiment withSplits(SplitAdjustment made) {
    return copy(lineage, audit, benchmark, trials, findings, made);
  }

  private Experiment copy(
      Lineage newLineage,
      Optional<AuditVerdict> newAudit,
      Optional<Benchmark> newBenchmark,
      Optional<Trials> newTrials,
      List<RunFinding> newFindings,
      SplitAdjustment newSplits) {
    return new Experiment(
        name,
        title,
        strategy,
        settings,
        yearDays,
        axes,
        cells,
        bars,
        data,
        lookahead,
        definition,
        newLineage,
        newAudit,
        newBenchmark,
        newTrials,
        newFindings,
        newSplits);
  }

  /**
   * Returns the value of each axis for a cell, in the order of the axes.
   *
   * @param cell index of the cell, from 0
   */
  public List<String> axisValues(int cell) {
    String[] values = new String[axes.size()];
    int rest = cell;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      List<String> choices = axes.get(axis).values();
      values[axis] = choices.get(rest % choices.size());
      rest /= choices.size();
    }
    return List.of(values);
  }

  /**
   * A parameter that varies.
   *
   * @param parameter its name
   * @param values its values as written, in order
   */
  public record Axis(String parameter, List<String> values) {
    /** Copies the values. */
    public Axis {
      values = List.copyOf(values);
    }
  }

  /**
   * One run.
   *
   * @param parameters all parameters of the strategy as written, in order of declaration
   * @param result what it did; the account at rest over the same sessions when it failed
   * @param failure why it failed, in one line; empty when it ran to its end
   */
  public record Cell(
      Map<String, String> parameters, BacktestResult result, Optional<String> failure) {
    /** Copies the parameters. */
    public Cell {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      Objects.requireNonNull(failure);
    }

    /** A run that ended well. */
    public Cell(Map<String, String> parameters, BacktestResult result) {
      this(parameters, result, Optional.empty());
    }
  }
}
