package dev.asof.ingestion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.Row;

/** Checks of the Java, the disk and the settings that the doctor runs on. */
final class Machine {
  private static final Pattern OPENED = Pattern.compile("--add-opens=java\\.base/([^= ]+)=");
  private static final long NEEDED_BYTES = 1L << 30;
  // A summer-time gap in New York, the years before 1970, and the finest digit that Iceberg keeps.
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.parse("1969-12-31T23:59:59.999999Z"),
          Instant.parse("2022-03-13T07:30:00Z"),
          Instant.parse("2022-05-27T17:54:03.000001Z"));

  private Machine() {}

  /** The versions found, by name; a part that is not there is said to be missing. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Java", Runtime.version().toString());
    versions.put("Spark", version(() -> org.apache.spark.package$.MODULE$.SPARK_VERSION()));
    versions.put("Iceberg", version(org.apache.iceberg.IcebergBuild::version));
    versions.put("Scala", version(scala.util.Properties::versionNumberString));
    versions.put("Hadoop", version(org.apache.hadoop.util.VersionInfo::getVersion));
    return versions;
  }

  private static String version(Supplier<String> source) {
    try {
      return source.get();
    } catch (RuntimeException | LinkageError absent) {
      return "missing";
    }
  }

  static String openPackages() {
    Module base = Object.class.getModule();
    Set<String> closed = new TreeSet<>();
    Matcher option = OPENED.matcher(JavaModuleOptions.defaultModuleOptions());
    while (option.find()) {
      String name = option.group(1);
      // What this Java doesn't have can't be opened.
      if (base.getPackages().contains(name) && !base.isOpen(name, Machine.class.getModule())) {
        closed.add(name);
      }
    }
    return closed.isEmpty() ? "all are open" : "closed: " + String.join(", ", closed);
  }

  static String temporaryFolder(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "written", ".txt");
    Files.writeString(file, "written");
    long free = Files.getFileStore(folder).getUsableSpace();
    String written = Files.readString(file);
    return free >= NEEDED_BYTES
        ? written + ", 1 GiB or more is free"
        : written + ", " + (free >> 20) + " MiB are free";
  }

  /** Sets the process's default zone and locale for a moment, as no result may depend on them. */
  static String timestamps(DoctorBench bench) {
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      String table = bench.newTable(Map.of());
      bench.run("ALTER TABLE " + table + " ADD COLUMN known_at TIMESTAMP");
      bench
          .session()
          .sql(
              "INSERT INTO "
                  + table
                  + " VALUES ('x', 1, :first), ('y', 2, :second), ('z', 3, :last)",
              Map.of("first", INSTANTS.get(0), "second", INSTANTS.get(1), "last", INSTANTS.get(2)));
      String capitals = bench.single("SELECT upper('title')");
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      Locale.setDefault(Locale.US);
      List<Instant> read =
          bench
              .session()
              .sql("SELECT known_at FROM " + table + " ORDER BY k")
              .collectAsList()
              .stream()
              .<Instant>map((Row row) -> row.getInstant(0))
              .toList();
      return (read.equals(INSTANTS) ? "the same instants" : read.toString())
          + ", title in capitals is "
          + capitals;
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
  }
}
