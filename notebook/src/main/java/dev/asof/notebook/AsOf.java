package dev.asof.notebook;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.api.PointInTime;
import dev.asof.api.StrategyFactory;
import dev.asof.catalog.RunRecord;
import dev.asof.catalog.TableDefinition;
import dev.asof.catalog.TableDiff;
import dev.asof.catalog.TableState;
import dev.asof.catalog.TagState;
import dev.asof.cli.StudyRequest;
import dev.asof.cli.Workspace;
import dev.asof.ingestion.Dataset;
import dev.asof.ingestion.SqlRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import tech.tablesaw.api.Table;

/**
 * A lake at hand, where every sentence of a notebook begins: {@code var lake = AsOf.local();
 * lake.bars("SPY", "PENN").asOf("Q1_2022")}. What a user can mend comes out as a {@link CellError}
 * in one line.
 */
public final class AsOf implements AutoCloseable {
  private final Workspace workspace;
  private final ProgressBar progress;

  private AsOf(Optional<Path> home, Optional<Path> conf) {
    this.progress = new ProgressBar();
    this.workspace =
        Workspace.of(
            installation(),
            Path.of("").toAbsolutePath(),
            System.getenv(),
            home,
            conf,
            InstantSource.system(),
            progress);
  }

  /** The lake that commands use without options: {@code $ASOF_HOME}, or {@code .asof} here. */
  public static AsOf local() {
    return new AsOf(Optional.empty(), Optional.empty());
  }

  /** The embedded lake of a folder, as {@code --home} names it. */
  public static AsOf home(String folder) {
    return new AsOf(Optional.of(Path.of(folder)), Optional.empty());
  }

  /** The lake of a place, as {@code --conf} names it: {@code conf/emr-eks.yaml}. */
  public static AsOf place(String file) {
    return new AsOf(Optional.empty(), Optional.of(Path.of(file)));
  }

  /** An empty lake among the temporary files, which goes when the kernel ends. */
  public static AsOf temporary() {
    try {
      Path folder = Files.createTempDirectory("asof-notebook-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "asof-delete"));
      return new AsOf(Optional.of(folder), Optional.empty());
    } catch (IOException unwritable) {
      throw new CellError(
          new AsOfException(
              ErrorCode.STORAGE_UNAVAILABLE,
              "Cannot make a folder for a temporary lake in "
                  + System.getProperty("java.io.tmpdir")
                  + ": it must be writable",
              unwritable));
    }
  }

  /** {@link #temporary} with the sample files in it, under the tags {@code Q1_2022, Q3_2022}. */
  public static AsOf samples() {
    AsOf lake = temporary();
    lake.work(lake.workspace::ingestSamples);
    return lake;
  }

  /** The path of a sample file, wherever the notebook lies. */
  public static String sample(String file) {
    return installation().resolve("samples").resolve(file).toString();
  }

  private static Path installation() {
    String root = System.getProperty("asof.root");
    Path here = Path.of("").toAbsolutePath();
    if (root != null) {
      return here.resolve(root).normalize();
    }
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("conf").resolve("backtests"))) {
        return folder;
      }
    }
    return here;
  }

  private static void delete(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException leftToTheSystem) {
      // It lies among temporary files, and the process ends.
    }
  }

  Workspace workspace() {
    return workspace;
  }

  /** Does what may take long and may go wrong. */
  <T> T work(Supplier<T> work) {
    progress.begin();
    return CellError.inOneLine(work);
  }

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException notOne) {
      throw CellError.usage("Invalid day " + text + ": expected one such as 2022-09-01");
    }
  }

  /** Vendor files for a dataset, such as {@code daily-bars}. */
  public FileIntake ingest(String dataset) {
    return work(
        () ->
            new FileIntake(
                this, Dataset.parse(dataset), UnaryOperator.identity(), Optional.empty()));
  }

  /** Daily bars of these symbols; of all without any. */
  public BarQuery bars(String... symbols) {
    return new BarQuery(this, Arrays.asList(symbols), LocalDate.MIN, LocalDate.MAX);
  }

  /** The answer of Spark SQL to a statement that reads. */
  public Table sql(String statement) {
    return work(
        () -> {
          SqlRows answer = workspace.spark().sql(statement);
          return Tables.of(
              "answer",
              answer.columns().stream().map(SqlRows.Column::name).toList(),
              answer.rows());
        });
  }

  /** Spark over the lake, for DataFrames of one's own; they are shown as tables. */
  public SparkSession spark() {
    return work(() -> workspace.spark().session());
  }

  /** The tables of the lake. */
  public Table tables() {
    return work(
        () -> {
          List<List<Object>> rows = new ArrayList<>();
          for (TableState table : workspace.lake().tables()) {
            rows.add(
                Arrays.asList(
                    table.table().tableName(),
                    table.rows(),
                    table.snapshots(),
                    table.knownAt().orElse(null)));
          }
          return Tables.of("tables", List.of("table", "rows", "snapshots", "known_at"), rows);
        });
  }

  /** Every tag of every table, with the moment from which on it was known. */
  public Table tags() {
    return work(
        () -> {
          List<List<Object>> rows = new ArrayList<>();
          for (TableDefinition table : TableDefinition.values()) {
            for (TagState tag : workspace.lake().tags(table)) {
              rows.add(List.of(table.tableName(), tag.tag().name(), tag.knownAt(), tag.rows()));
            }
          }
          return Tables.of("tags", List.of("table", "tag", "known_at", "rows"), rows);
        });
  }

  /** How many rows entered, left and changed between two points in time, in each table. */
  public Table diff(String from, String to) {
    return work(
        () -> {
          List<List<Object>> rows = new ArrayList<>();
          for (TableDefinition table : TableDefinition.values()) {
            Optional<TableDiff> diff = diffWherePresent(table, from, to);
            diff.ifPresent(
                found ->
                    rows.add(
                        List.of(
                            table.tableName(),
                            found.entered().size(),
                            found.left().size(),
                            found.changed().size())));
          }
          if (rows.isEmpty()) {
            throw new AsOfException(
                ErrorCode.TAG_MISSING, "Cannot find a table that has both " + from + " and " + to);
          }
          return Tables.of(
              from + " to " + to, List.of("table", "entered", "left", "changed"), rows);
        });
  }

  private Optional<TableDiff> diffWherePresent(TableDefinition table, String from, String to) {
    try {
      return Optional.of(
          workspace.lake().diff(table, PointInTime.parse(from), PointInTime.parse(to)));
    } catch (AsOfException missing) {
      if (missing.code() == ErrorCode.TAG_MISSING || missing.code() == ErrorCode.TABLE_MISSING) {
        return Optional.empty();
      }
      throw missing;
    }
  }

  /** What entered, left and changed in a table between two points in time. */
  public Table diff(String table, String from, String to) {
    return work(
        () -> {
          SqlRows rows =
              workspace.diff(
                  TableDefinition.parse(table), PointInTime.parse(from), PointInTime.parse(to));
          return Tables.of(
              table + ", " + from + " to " + to,
              rows.columns().stream().map(SqlRows.Column::name).toList(),
              rows.rows());
        });
  }

  /** A definition to run: the name of one in {@code conf/backtests}, or a YAML file. */
  public Study backtest(String definition) {
    boolean file =
        definition.endsWith(".yaml") || definition.endsWith(".yml") || definition.contains("/");
    Path path =
        file
            ? Path.of(definition)
            : installation().resolve("conf").resolve("backtests").resolve(definition + ".yaml");
    return new Study(this, new StudyRequest.Source.InFile(path), Optional.empty());
  }

  /**
   * A strategy of this notebook to run, with 100,000 USD, a fee of 1 and slippage of 2 basis
   * points; {@link Study#on} says what it trades, {@link Study#asOf} what it reads.
   */
  public Study backtest(StrategyFactory strategy) {
    String yaml =
        """
        name: %1$s
        strategy: %1$s
        data: {}
        account: {cashUsd: 100000, partialFills: true}
        costs: {feeBps: 1, fixedFeeUsd: 0, slippageBps: 2}
        """
            .formatted(strategy.name());
    return new Study(this, new StudyRequest.Source.InText("notebook", yaml), Optional.of(strategy));
  }

  /** A definition that stands in the notebook, as YAML. */
  public Study define(String yaml) {
    return new Study(this, new StudyRequest.Source.InText("notebook", yaml), Optional.empty());
  }

  /** The strategies that definitions can name. */
  public Table strategies() {
    return work(
        () ->
            Tables.of(
                "strategies",
                List.of("strategy", "summary"),
                workspace.strategies().stream()
                    .map(strategy -> List.of(strategy.name(), strategy.summary()))
                    .toList()));
  }

  /** The runs that the lake keeps, in the order of their recording. */
  public Table runs() {
    return work(
        () -> {
          List<List<Object>> rows = new ArrayList<>();
          for (RunRecord run : workspace.lake().runs().runs()) {
            rows.add(
                List.of(
                    run.id(),
                    run.name(),
                    run.strategy(),
                    run.cells().size(),
                    Numbers.rounded(run.best().sharpe(), 2),
                    Numbers.rounded(run.best().totalReturn() * 100, 2)));
          }
          return Tables.of(
              "runs",
              List.of("run", "name", "strategy", "runs", "best Sharpe", "its return %"),
              rows);
        });
  }

  /** Closes the lake and stops Spark. */
  @Override
  public void close() {
    workspace.close();
  }

  /** Where the lake lies. */
  @Override
  public String toString() {
    return "AsOf lake";
  }
}
