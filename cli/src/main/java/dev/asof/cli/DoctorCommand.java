package dev.asof.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.asof.ingestion.Doctor;
import dev.asof.ingestion.DoctorReport;
import dev.asof.ingestion.TrapResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
      out.println(json(report));
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

  private static String json(DoctorReport report) {
    StringWriter text = new StringWriter();
    JsonFactory factory =
        JsonFactory.builder().enable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      generator.writeObjectFieldStart("versions");
      for (Map.Entry<String, String> version : report.versions().entrySet()) {
        generator.writeStringField(version.getKey().toLowerCase(Locale.ROOT), version.getValue());
      }
      generator.writeEndObject();
      generator.writeBooleanField("fit", report.failures().isEmpty());
      generator.writeArrayFieldStart("checks");
      for (TrapResult result : report.results()) {
        generator.writeStartObject();
        generator.writeStringField("check", result.name());
        generator.writeStringField("did", result.did());
        generator.writeStringField("expected", result.expected());
        generator.writeStringField("got", result.got());
        generator.writeStringField("verdict", result.verdict().toString());
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
