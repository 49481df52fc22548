package dev.asof.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import dev.asof.catalog.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways out of the lake that SQL has, and what it may do. */
class SqlGuardTest {
  private static final List<String> REFUSED_FUNCTIONS =
      List.of(
          "aes_decrypt",
          "aes_encrypt",
          "current_catalog",
          "current_database",
          "current_schema",
          "current_timezone",
          "current_user",
          "from_avro",
          "from_protobuf",
          "from_xml",
          "input_file_block_length",
          "input_file_block_start",
          "input_file_name",
          "java_method",
          "monotonically_increasing_id",
          "python_worker_logs",
          "rand",
          "randn",
          "random",
          "randstr",
          "reflect",
          "schema_of_avro",
          "schema_of_xml",
          "session_user",
          "shuffle",
          "spark_partition_id",
          "to_avro",
          "to_protobuf",
          "to_xml",
          "try_aes_decrypt",
          "try_reflect",
          "uniform",
          "user",
          "uuid",
          "version",
          "xpath",
          "xpath_boolean",
          "xpath_double",
          "xpath_float",
          "xpath_int",
          "xpath_long",
          "xpath_number",
          "xpath_short",
          "xpath_string");

  @TempDir private static Path folder;
  private static Lake lake;
  private static Ingestion ingestion;

  @BeforeAll
  static void fillALake() {
    VendorFileFixture files = new VendorFileFixture(folder);
    lake = Lake.create(folder.resolve("home"));
    ingestion = Ingestion.open(lake);
    ingestion.ingest(
        VendorFileFixture.tagged(
            files.bars("date,symbol,open,high,low,close,volume\n2022-03-31,PENN,31,32,30,31,9\n"),
            "Q1_2022"));
  }

  @AfterAll
  static void closeTheLake() {
    ingestion.close();
    lake.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT java_method('java.lang.System', 'exit', 0)",
        "SELECT try_reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT `REFLECT`('java.lang.System', 'getenv', 'HOME')",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv', 'HOME')",
        "SELECT * FROM VALUES (reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT 1 WHERE EXISTS (SELECT reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT (SELECT reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT 1 WHERE 1 IN (SELECT reflect('java.lang.System', 'exit', 0))",
        "WITH a AS (SELECT reflect('java.lang.System', 'getenv', 'HOME')) SELECT * FROM a",
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a"
            + " WHERE reflect('java.lang.System', 'getenv', 'HOME') <> '') SELECT * FROM a",
        "SELECT * FROM daily_bars LATERAL VIEW"
            + " explode(array(reflect('java.lang.System', 'getenv', 'HOME'))) x AS y",
        "SELECT * FROM daily_bars, LATERAL (SELECT reflect('java.lang.System', 'getenv', symbol))",
        "SELECT transform(array('HOME'), x -> reflect('java.lang.System', 'getenv', x))",
        "SELECT nvl(NULL, reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT count(*) FILTER (WHERE reflect('java.lang.System', 'getenv', 'HOME') <> '')",
        "SELECT count(*) OVER (ORDER BY reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT 1 ORDER BY reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT 1 LIMIT (SELECT reflect('java.lang.System', 'exit', 0))",
        "SELECT 1 GROUP BY reflect('java.lang.System', 'getenv', 'HOME')",
        "SELECT * FROM (SELECT 1 a, 2 b) PIVOT (max(b)"
            + " FOR a IN (reflect('java.lang.System', 'getenv', 'HOME')))",
        "SELECT * FROM daily_bars TIMESTAMP AS OF reflect('java.lang.System', 'getenv', 'HOME')",
        "FROM daily_bars |> SELECT reflect('java.lang.System', 'getenv', symbol)",
        "SELECT * FROM range(reflect('java.lang.System', 'getenv', 'HOME'))",
        "SELECT from_json('{}', reflect('java.lang.System', 'getenv', 'HOME'))",
        "EXPLAIN SELECT reflect('java.lang.System', 'getenv', 'HOME')",
        "EXPLAIN EXTENDED SELECT java_method('java.lang.System', 'exit', 0)",
        "DESCRIBE QUERY SELECT reflect('java.lang.System', 'getenv', 'HOME')",
        "EXPLAIN DESCRIBE QUERY SELECT reflect('java.lang.System', 'getenv', 'HOME')",
      })
  void noMethodOfJavaIsCalled(String statement) {
    assertRefused(statement, "none of the functions that only compute from their arguments");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT TRANSFORM(symbol) USING 'id' AS (out STRING) FROM daily_bars",
        "FROM daily_bars MAP symbol USING 'id' AS out",
        "FROM daily_bars REDUCE symbol USING 'id' AS out",
        "SELECT * FROM (SELECT TRANSFORM(symbol) USING 'id' FROM daily_bars)",
        "EXPLAIN SELECT TRANSFORM(symbol) USING 'id' FROM daily_bars"
      })
  void noProgramIsRun(String statement) {
    assertRefused(statement, "it runs a program (TRANSFORM ... USING)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv",
        "text",
        "json",
        "parquet",
        "orc",
        "avro",
        "binaryFile",
        "xml",
        "iceberg",
        "delta",
        "jdbc",
        "com.example.Source"
      })
  void noFileIsATable(String format) {
    assertRefused(
        "SELECT * FROM " + quoted(format) + ".`/etc/passwd`",
        format.equals("com.example.Source") ? "as a file" : "as a file, not a table of the lake");
    assertRefused("DESCRIBE " + quoted(format) + ".`/etc/passwd`", "as a file");
    assertRefused("DESCRIBE QUERY SELECT * FROM " + quoted(format) + ".`/etc/passwd`", "as a file");
    assertRefused("SELECT * FROM IDENTIFIER('" + quoted(format) + ".`/etc/passwd`')", "as a file");
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM csv.passwd | it reads csv.passwd as a file",
        "SELECT * FROM spark_catalog.default.t | it reads spark_catalog.default.t, which is no",
        "SHOW TABLES IN spark_catalog.default | it reads spark_catalog.default, which is no table",
        "DESCRIBE spark_catalog.default.t | it reads spark_catalog.default.t, which is no table",
        "SELECT * FROM STREAM daily_bars | it reads daily_bars as a stream",
        "SELECT * FROM STREAM(daily_bars) | it reads daily_bars as a stream",
        "SELECT * FROM daily_bars WITH ('split-size' = 5) | it gives daily_bars options (WITH)",
        "SELECT * FROM IDENTIFIER(concat('daily', '_bars')) | IDENTIFIER takes a name in quotes here",
        "SELECT system.bucket(4, symbol) FROM daily_bars | it calls system.bucket, which is none",
        "SELECT asof.system.iceberg_version() | it calls asof.system.iceberg_version, which is",
        "SELECT * FROM daily_bars TABLESAMPLE (50 PERCENT) | it has a part that does more than",
        "SELECT current_user | it calls current_user, which is none",
        "SELECT user, session_user | it calls current_user, which is none",
        "SELECT current_catalog() | it calls current_catalog, which is none",
        "SELECT uuid() | it calls uuid, which is none",
        "SELECT rand(42) | it calls rand, which is none",
        "SELECT symbol FROM daily_bars ORDER BY rand() | it calls rand, which is none",
        "SELECT shuffle(array(1, 2)) | it calls shuffle, which is none",
        "SELECT input_file_name() FROM daily_bars | it calls input_file_name, which is none",
        "SELECT * FROM python_worker_logs() | it calls python_worker_logs, which is none",
        "SELECT * FROM read_files('/etc/passwd') | it calls read_files, which is none",
        "SELECT * FROM IDENTIFIER('python_worker_logs')() | it calls python_worker_logs, which",
        "SELECT from_avro(x'00', '{}', map('avroSchemaUrl', 'file:/etc/passwd')) | it calls from_a",
        "SELECT from_protobuf(x'00', 'M', '/etc/passwd') | it calls from_protobuf, which is none",
        "SELECT from_xml('<a/>', 'a INT', map('rowValidationXSDPath', '/etc/passwd')) | it calls f",
        "SELECT schema_of_xml('<a/>') | it calls schema_of_xml, which is none",
        "SELECT nothing_like_it(1) | it calls nothing_like_it, which is none",
        "SELECT session.secret | [UNRESOLVED_COLUMN",
        "SELECT * FROM global_temp.nothing | [TABLE_OR_VIEW_NOT_FOUND]"
      })
  void nothingButTheLakesTablesAndFunctionsThatComputeIsUsed(String statement, String reason) {
    assertRefused(statement, "Cannot run this statement: " + reason);
  }

  @Test
  void entitiesOfXmlAreNotResolvedBecauseXmlIsNotRead() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "of the machine");

    assertRefused(
        "SELECT xpath_string('<!DOCTYPE a [<!ENTITY e SYSTEM \""
            + secret.toUri()
            + "\">]><a>&e;</a>', '/a')",
        "it calls xpath_string, which is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN DECLARE a STRING; SELECT a; END",
        "DECLARE VARIABLE a STRING",
        "SET VARIABLE a = 1",
        "SET",
        "SET spark.sql.runSQLOnFiles=true",
        "SET TIME ZONE 'UTC'",
        "RESET",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "CREATE TEMPORARY FUNCTION f AS 'java.lang.System'",
        "CREATE TEMPORARY FUNCTION f() RETURNS INT RETURN 1",
        "CREATE TEMPORARY VIEW v USING csv OPTIONS (path '/etc/passwd')",
        "CREATE TEMPORARY VIEW v AS SELECT 1",
        "ADD FILE '/etc/passwd'",
        "LIST FILES",
        "REFRESH FUNCTION f",
        "CACHE TABLE a AS SELECT 1",
        "LOAD DATA LOCAL INPATH '/etc/passwd' INTO TABLE daily_bars",
        "ANALYZE TABLE daily_bars COMPUTE STATISTICS"
      })
  void nothingChangesTheSession(String statement) {
    assertRefused(statement, "lake sql only reads");
  }

  @Test
  void noVariableOfTheEnvironmentIsPutIn() {
    assertThat(ingestion.sql("SELECT '${env:PATH}', '${spark.app.name}' AS b").rows())
        .containsExactly(List.of("${env:PATH}", "${spark.app.name}"));
    assertThatThrownBy(() -> Ingestion.requireReading("SELECT '${env:PATH}'"))
        .hasMessageContaining("a variable of the environment");
  }

  @Test
  void whatIsSentToPlainSparkIsLookedAtFirst() {
    for (String statement :
        List.of(
            "SELECT reflect('java.lang.System', 'exit', 0)",
            "EXPLAIN SELECT java_method('java.lang.System', 'exit', 0)",
            "SELECT TRANSFORM(a) USING 'id' FROM t",
            "SELECT * FROM parquet.`s3://bucket/secret`",
            "SELECT * FROM spark_catalog.default.t")) {
      assertThatThrownBy(() -> Ingestion.requireReading(statement))
          .isInstanceOf(AsOfException.class)
          .hasMessageStartingWith("Cannot run this statement: it ");
    }
    Ingestion.requireReading("SELECT symbol, max(close) FROM daily_bars GROUP BY 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM asof.market.daily_bars",
        "SELECT * FROM market.daily_bars.snapshots",
        "SELECT * FROM market.daily_bars.files",
        "SELECT * FROM market.daily_bars.history",
        "SELECT * FROM market.daily_bars.entries",
        "SELECT * FROM market.daily_bars.partitions",
        "SELECT * FROM market.daily_bars.tag_Q1_2022",
        "SELECT symbol, _file, _pos FROM daily_bars",
        "SELECT * FROM IDENTIFIER('daily_bars')",
        "SELECT IDENTIFIER('symbol') FROM daily_bars",
        "TABLE daily_bars",
        "FROM daily_bars |> WHERE close > 1 |> AGGREGATE count(*) AS n GROUP BY symbol",
        "SELECT * FROM daily_bars VERSION AS OF 'Q1_2022' WHERE symbol LIKE 'P%'",
        "SELECT * FROM daily_bars a JOIN daily_bars b USING (symbol, session)",
        "SELECT /*+ BROADCAST(b) */ * FROM daily_bars a JOIN daily_bars b ON a.symbol = b.symbol",
        "SELECT /*+ REPARTITION(2) */ * FROM daily_bars",
        "SELECT * FROM daily_bars WHERE close = (SELECT max(close) FROM daily_bars)",
        "SELECT * FROM daily_bars WHERE EXISTS (SELECT 1) AND symbol IN (SELECT symbol FROM"
            + " daily_bars)",
        "SELECT symbol, lag(close) OVER (PARTITION BY symbol ORDER BY session) FROM daily_bars",
        "SELECT symbol, sum(volume) FROM daily_bars GROUP BY ROLLUP (symbol) HAVING sum(volume) > 1",
        "SELECT * FROM daily_bars LATERAL VIEW explode(array(1, 2)) x AS n",
        "SELECT * FROM daily_bars, LATERAL (SELECT close + 1 AS more)",
        "SELECT * FROM (SELECT symbol, close FROM daily_bars) PIVOT (max(close) FOR symbol IN"
            + " ('PENN'))",
        "SELECT * FROM daily_bars UNPIVOT (v FOR k IN (open, close))",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)"
            + " SELECT max(i) FROM n",
        "SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(x, y)",
        "SELECT * FROM range(5)",
        "SELECT * FROM explode(map('a', 1))",
        "SELECT DISTINCT symbol FROM daily_bars EXCEPT SELECT 'A' INTERSECT SELECT 'B'",
        "SELECT current_date(), current_date, now(), unix_timestamp()",
        "SELECT DATE '2022-01-01' + INTERVAL 1 MONTH, extract(YEAR FROM session) FROM daily_bars",
        "SELECT window(known_at, '10 minutes').start, count(*) FROM daily_bars GROUP BY 1",
        "SELECT from_json('{\"a\":1}', 'a INT').a, get_json_object('{\"a\":1}', '$.a')",
        "SELECT percentile_approx(close, 0.5), corr(open, close), max_by(symbol, close),"
            + " collect_list(symbol), approx_count_distinct(symbol) FROM daily_bars",
        "SELECT aggregate(array(1, 2), 0, (a, x) -> a + x), nvl2(NULL, 1, 2), if(true, 1, 2),"
            + " 'a' || 'b', 5 DIV 2, 5 % 2, ~1, NOT true, 1 <=> NULL, CASE WHEN true THEN 1 END",
        "SELECT parse_json('{\"a\":1}'):a::int",
        "SELECT symbol FROM daily_bars ORDER BY symbol COLLATE UNICODE_CI LIMIT 5 OFFSET 0",
        "SELECT symbol FROM daily_bars TABLESAMPLE (5 ROWS)",
        "DESCRIBE EXTENDED daily_bars",
        "DESCRIBE daily_bars symbol",
        "DESCRIBE NAMESPACE market",
        "DESCRIBE FUNCTION abs",
        "DESCRIBE QUERY SELECT * FROM daily_bars",
        "SHOW CREATE TABLE daily_bars",
        "SHOW TBLPROPERTIES daily_bars",
        "SHOW TABLES IN asof.market LIKE 'daily*'",
        "SHOW NAMESPACES",
        "SHOW FUNCTIONS LIKE 'abs'",
        "SHOW CATALOGS",
        "SHOW CURRENT NAMESPACE",
        "EXPLAIN SHOW TABLES",
        "EXPLAIN FORMATTED SELECT count(*) FROM daily_bars",
      })
  void honestStatementsRun(String statement) {
    assertThat(ingestion.sql(statement).columns()).isNotEmpty();
  }

  @Test
  void viewsThatCodeOfTheProcessMadeAreRead() {
    ingestion.session().range(3).selectExpr("uuid() AS id").createOrReplaceTempView("mine");

    assertThat(ingestion.sql("SELECT count(*) FROM mine").rows()).containsExactly(List.of(3L));
  }

  @Test
  void deepNestingIsRefusedInOneLine() {
    // Where it overflows, in the parser or after it, depends on the stack of the thread.
    assertRefused("SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000), "too");
    assertRefused("SELECT 1" + " + 1".repeat(5_000), "too");
  }

  @Test
  void everyFunctionOfSparkHasBeenLookedAt() {
    SqlFunctions functions = new SqlFunctions(SqlUse.QUESTION);
    TreeSet<String> others = new TreeSet<>();
    FunctionRegistry.functionSet().foreach(function -> others.add(function.funcName()));
    TableFunctionRegistry.functionSet().foreach(function -> others.add(function.funcName()));
    others.removeIf(functions::allows);

    assertThat(others).containsExactlyElementsOf(REFUSED_FUNCTIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "now() | it calls now, and a rule must find the same whenever it runs",
        "current_date | it calls current_date, and a rule must find the same whenever it runs",
        "unix_timestamp() | it calls current_timestamp, and a rule must find the same whenever",
        "reflect('java.lang.System', 'getenv', 'HOME') | it calls reflect, which is none"
      })
  void aRuleNeitherLeavesTheLakeNorAsksTheClock(String value, String reason) {
    String statement = "SELECT symbol AS key, " + value + " AS value, '' AS limit FROM staged_rows";
    VendorFileFixture files = new VendorFileFixture(folder);
    AuditPolicy policy =
        new AuditPolicy(
            Map.of(
                Dataset.DAILY_BARS.table(),
                new TableAudits(
                    List.of(AuditRule.ofStatement("own", Severity.WARNING, statement)), 0, 1)));
    try (Ingestion audited =
        Ingestion.open(lake, VendorFormats.load(getClass().getClassLoader()), policy)) {
      assertThatThrownBy(
              () ->
                  audited.preview(
                      files.bars(
                          "date,symbol,open,high,low,close,volume\n2022-04-01,PENN,1,1,1,1,1\n")))
          .isInstanceOfSatisfying(
              AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID))
          .hasMessageStartingWith(
              "Cannot audit daily_bars by rule own: Cannot run this statement: " + reason);
    }
  }

  private static void assertRefused(String statement, String reason) {
    assertThatThrownBy(() -> ingestion.sql(statement))
        .isInstanceOfSatisfying(
            AsOfException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID))
        .message()
        .startsWith("Cannot run this statement: ")
        .contains(reason)
        .doesNotContain("\n");
  }
}
