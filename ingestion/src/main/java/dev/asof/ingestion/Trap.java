package dev.asof.ingestion;

import dev.asof.ingestion.TrapResult.Verdict;

/**
 * A way in which a runtime can give wrong rows or lose something, with the check that finds out.
 *
 * <p>A check answers in words. The expected words mean that all is well, words that begin with what
 * is documented mean a limitation that AsOf closes, and all others, or an exception, a failure.
 */
enum Trap {
  JAVA_FLAGS(
      "Java flags",
      "look for the packages of java.base that Spark needs opened",
      "all are open",
      null,
      "start Java with Spark's JavaModuleOptions, as ./asof does",
      bench -> Machine.openPackages()),
  TEMPORARY_FOLDER(
      "temporary folder",
      "write a file to java.io.tmpdir and measure the free space",
      "written, 1 GiB or more is free",
      null,
      "set java.io.tmpdir to a writable folder with 1 GiB free",
      bench -> Machine.temporaryFolder(bench.folder())),
  SPARK_SESSION(
      "Spark session",
      "start Spark in this process and run a query",
      "it ran",
      null,
      use(),
      bench -> bench.single("SELECT 'it ran'")),
  TIMESTAMPS(
      "time zone and locale",
      "write instants under one default zone and locale, read them under another",
      "the same instants, title in capitals is TITLE",
      null,
      use(),
      Machine::timestamps),
  NAMED_PARAMETERS(
      "named parameters",
      "bind :text and :number in a query",
      "it's; DROP 7",
      null,
      use(),
      TagTraps::namedParameters),
  TWO_TAGS(
      "two tags in one query",
      "UNION, EXCEPT and counts over tag A (row a) and tag B (rows a, b)",
      "UNION a1 b2; EXCEPT b2; counts 1 2",
      null,
      use(),
      TagTraps::twoTags),
  TAG_AFTER_CACHING(
      "a tag after caching",
      "cache tag A (row a), then read tag B (a, b) and the table (a, b, c)",
      "B a1 b2; now a1 b2 c3",
      null,
      use(),
      TagTraps::afterCaching),
  NUMERIC_TAG(
      "numeric tag names",
      "read the tag 20240628",
      "a1 b2",
      "it can't be read",
      use(),
      TagTraps::numeric),
  MOVED_TAG(
      "moved tags",
      "make tag A again on another snapshot, and replace it",
      "both are refused",
      "made again: refused; replaced: it moves silently",
      use(),
      TagTraps::moved),
  AGED_TAG(
      "tags ageing out",
      "expire snapshots under history.expire.max-ref-age-ms=1",
      "every tag stays",
      "a tag with an age of its own stays; one without is deleted",
      use(),
      TagTraps::agedOut),
  TAG_SCHEMA(
      "a tag's schema",
      "add a column, then read the tag from before and the table",
      "tag k, v; now k, v, w",
      null,
      use(),
      TagTraps::schema),
  RENAMED_COLUMN(
      "filter on a renamed column",
      "rename v to w, filter tag A on v = 1, with AsOf's table properties",
      "a1",
      null,
      use(),
      bench -> TagTraps.filterAfter(bench, "RENAME COLUMN v TO w", bench.asofProperties())),
  DROPPED_COLUMN(
      "filter on a dropped column",
      "drop v, filter tag A on v = 1, with AsOf's table properties",
      "a1",
      null,
      use(),
      bench -> TagTraps.filterAfter(bench, "DROP COLUMN v", bench.asofProperties())),
  RENAMED_COLUMN_BY_DEFAULT(
      "the same filter by default",
      "rename v to w, filter tag A on v = 1, with Iceberg's defaults",
      "a1",
      "it can't be read",
      use(),
      TagTraps::renamedByDefault),
  EXPIRED_DIFFERENCE(
      "difference across expired snapshots",
      "compare two tags by key after what lay between them was expired",
      "entered c, left b, changed a",
      null,
      use(),
      HistoryTraps::differenceByKey),
  CHANGELOG(
      "changelog across expired snapshots",
      "create_changelog_view between the same two snapshots",
      "entered c, left b, changed a",
      "it can't be made",
      use(),
      HistoryTraps::changelog),
  MERGE_ON_READ(
      "merge-on-read at a tag",
      "delete a row by a delete file, read the tags before and after, formats 2 and 3",
      "2: A a1 b2 c3, B a1 c3, 1 delete file; 3: A a1 b2 c3, B a1 c3, 1 delete file",
      null,
      use(),
      HistoryTraps::mergeOnRead),
  MERGE_ON_BRANCH(
      "MERGE on a branch",
      "MERGE with WHEN NOT MATCHED BY SOURCE into a branch, with commit properties",
      "branch a9 b-1 c3; main a1 b2; 1 snapshot with the properties",
      null,
      use(),
      HistoryTraps::mergeOnBranch),
  ONE_COMMIT(
      "publishing in one commit",
      "fast-forward main, tag it and remove the branch; then again after main moved",
      "main and tag a1 b2, no branch, 1 commit; after main moved: refused",
      null,
      use(),
      HistoryTraps::publishInOneCommit),
  LAKE(
      "AsOf's embedded lake",
      "ingest two files with a tag each, read both tags by Spark and without",
      "by Spark 1, 2 bars; without 1, 2 bars",
      null,
      use(),
      HistoryTraps::lake);

  /** Does something on the bench and says what came back. */
  private interface Check {
    String run(DoctorBench bench) throws Exception;
  }

  private final String title;
  private final String did;
  private final String expected;
  private final String documented;
  private final String remedy;
  private final Check check;

  Trap(String title, String did, String expected, String documented, String remedy, Check check) {
    this.title = title;
    this.did = did;
    this.expected = expected;
    this.documented = documented;
    this.remedy = remedy;
    this.check = check;
  }

  private static String use() {
    return "use " + DoctorReport.FIT_RUNTIME;
  }

  static Trap named(String title) {
    for (Trap trap : values()) {
      if (trap.title.equals(title)) {
        return trap;
      }
    }
    throw new IllegalArgumentException("Invalid check: there is no " + title);
  }

  /** What to do when it fails. */
  String remedy() {
    return remedy;
  }

  /** Whether it can be checked without Spark. */
  boolean concernsTheMachineAlone() {
    return this == JAVA_FLAGS || this == TEMPORARY_FOLDER;
  }

  TrapResult check(DoctorBench bench) {
    String got;
    try {
      got = check.run(bench);
    } catch (Exception | LinkageError failed) {
      return result("threw " + reason(failed), Verdict.FAILS);
    }
    if (got.equals(expected)) {
      return result(got, Verdict.OK);
    }
    boolean limitation = documented != null && got.startsWith(documented);
    return result(got, limitation ? Verdict.NOTE : Verdict.FAILS);
  }

  TrapResult notRun() {
    return result("nothing", Verdict.NOT_RUN);
  }

  private TrapResult result(String got, Verdict verdict) {
    return new TrapResult(title, did, expected, got, verdict);
  }

  /** The first line of what the innermost exception says. */
  static String reason(Throwable failed) {
    Throwable innermost = failed;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = String.valueOf(innermost.getMessage()).strip();
    int end = message.indexOf('\n');
    return innermost.getClass().getSimpleName()
        + ": "
        + OneLine.of(end < 0 ? message : message.substring(0, end));
  }
}
