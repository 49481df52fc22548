package dev.asof.cli;

import dev.asof.ingestion.Doctor;
import dev.asof.ingestion.DoctorReport;
import dev.asof.ingestion.TrapResult;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asof doctor}. */
@Command(
    name = "doctor",
    description = {
      "Check the Java, Spark and Iceberg that are here for what gives wrong rows or loses something.",
      "",
      "It works in a temporary folder and touches no lake and no network. A note is a documented "
          + "limitation that AsOf closes. Anything that FAILS ends it with exit code 4."
    })
final class DoctorCommand implements Runnable {
  private final Surroundings surroundings;

  @Option(
      names = "--json",
      description = "Prints versions and checks as JSON, with what each did and expected.")
  private boolean json;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    DoctorReport report = Doctor.examine();
    PrintStream out = surroundings.out();
    if (json) {
      listings(report).printJson(out);
    } else {
      print(report, out);
    }
    report.requireFit();
  }

  private static void print(DoctorReport report, PrintStream out) {
    out.println(
        report.versions().entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", ")));
    out.println();
    Listing checks = new Listing(List.of("verdict", "check", "got"));
    for (TrapResult result : report.results()) {
      checks.add(List.of(result.verdict(), result.name(), result.got()));
    }
    out.print(checks.table(""));
    for (TrapResult result : report.results()) {
      if (result.verdict() == TrapResult.Verdict.FAILS) {
        out.println();
        out.println(result.name() + " FAILS");
        out.println("  did:      " + result.did());
        out.println("  expected: " + result.expected());
        out.println("  got:      " + result.got());
      }
    }
    out.println();
    out.println(
        report.results().size()
            + " checks: "
            + counted(report, TrapResult.Verdict.OK)
            + " ok, "
            + counted(report, TrapResult.Verdict.NOTE)
            + " noted, "
            + report.failures().size()
            + " failed");
  }

  private static long counted(DoctorReport report, TrapResult.Verdict verdict) {
    return report.results().stream().filter(result -> result.verdict() == verdict).count();
  }

  private static Listings listings(DoctorReport report) {
    Map<String, Object> versions = new LinkedHashMap<>();
    report
        .versions()
        .forEach((name, version) -> versions.put(name.toLowerCase(Locale.ROOT), version));
    Listing checks = new Listing(List.of("check", "did", "expected", "got", "verdict"));
    for (TrapResult result : report.results()) {
      checks.add(
          List.of(result.name(), result.did(), result.expected(), result.got(), result.verdict()));
    }
    Listings listings = new Listings();
    listings.value("fit", report.failures().isEmpty());
    listings.add("versions", "Versions", versions);
    listings.add("checks", "Checks", checks);
    return listings;
  }
}
