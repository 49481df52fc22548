package dev.asof.reports;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.api.AuditVerdict;
import dev.asof.api.DataRef;
import dev.asof.api.Experiment;
import dev.asof.api.Lineage;
import dev.asof.api.LookaheadInput;
import dev.asof.api.PointInTime;
import dev.asof.api.RunFinding;
import dev.asof.api.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes findings and where an experiment comes from: data, code, early inputs, the audit. */
final class ProvenanceJson {
  private final JsonGenerator out;

  ProvenanceJson(JsonGenerator out) {
    this.out = out;
  }

  void write(Experiment experiment) throws IOException {
    out.writeArrayFieldStart("findings");
    for (RunFinding finding : experiment.findings()) {
      finding(finding);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("lookahead");
    for (LookaheadInput input : experiment.lookahead()) {
      lookahead(input);
    }
    out.writeEndArray();
    SourceList sources = SourceList.of(experiment.data());
    out.writeArrayFieldStart("sources");
    for (SourceFile file : sources.files()) {
      out.writeStartObject();
      out.writeStringField("name", file.name());
      out.writeStringField("sha256", file.sha256());
      out.writeNumberField("rows", file.rows());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("data");
    for (DataRef ref : experiment.data()) {
      data(ref, sources);
    }
    out.writeEndArray();
    lineage(experiment.lineage());
    out.writeFieldName("audit");
    if (experiment.audit().isPresent()) {
      audit(experiment.audit().get());
    } else {
      out.writeNull();
    }
  }

  private void finding(RunFinding finding) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", finding.kind().name());
    out.writeArrayFieldStart("cells");
    for (int cell : finding.cells()) {
      out.writeNumber(cell);
    }
    out.writeEndArray();
    out.writeStringField("text", finding.text());
    out.writeEndObject();
  }

  private void lookahead(LookaheadInput input) throws IOException {
    out.writeStartObject();
    out.writeStringField("table", input.table());
    out.writeStringField("description", input.description());
    out.writeStringField("usedFrom", input.usedFrom().toString());
    out.writeStringField("knownAt", input.knownAt().toString());
    out.writeEndObject();
  }

  private void data(DataRef ref, SourceList sources) throws IOException {
    out.writeStartObject();
    out.writeStringField("table", ref.table());
    out.writeStringField("asOf", ref.asOf().toString());
    out.writeStringField(
        "release", ref.asOf() instanceof PointInTime.Release release ? release.name() : null);
    out.writeNumberField("snapshotId", ref.snapshotId());
    out.writeNumberField("schemaId", ref.schemaId());
    out.writeStringField("knownAt", ref.knownAt().toString());
    out.writeNumberField("rows", ref.rows());
    out.writeStringField("checksum", ref.checksum());
    out.writeArrayFieldStart("sourceRanges");
    for (int number : sources.ranges(ref.sources())) {
      out.writeNumber(number);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void lineage(Lineage lineage) throws IOException {
    out.writeObjectFieldStart("lineage");
    out.writeStringField("version", lineage.version());
    out.writeStringField("definitionSha256", lineage.definitionSha256());
    out.writeStringField("strategyClass", lineage.strategyClass());
    out.writeStringField("strategyJar", lineage.strategyJar());
    out.writeStringField("strategySha256", lineage.strategySha256());
    out.writeNumberField("seed", lineage.seed());
    out.writeObjectFieldStart("engines");
    for (Map.Entry<String, String> engine : lineage.engines().entrySet()) {
      out.writeStringField(engine.getKey(), engine.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void audit(AuditVerdict verdict) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("passed", verdict.passed());
    out.writeNumberField("runs", verdict.runs());
    out.writeNumberField("cuts", verdict.cuts());
    out.writeNumberField("replays", verdict.replays());
    texts("fields", verdict.fields());
    out.writeNumberField("valuesCompared", verdict.valuesCompared());
    out.writeStringField("warmUp", verdict.warmUp());
    out.writeArrayFieldStart("findings");
    for (AuditVerdict.Finding finding : verdict.findings()) {
      out.writeStartObject();
      out.writeStringField("kind", finding.kind().name());
      out.writeStringField("run", finding.run());
      out.writeStringField("session", finding.session().toString());
      out.writeStringField("description", finding.description());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void texts(String field, List<String> values) throws IOException {
    out.writeArrayFieldStart(field);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
