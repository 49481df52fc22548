package dev.asof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.asof.api.CorporateAction;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorporateActionJsonTest {
  private static final LocalDate DAY = LocalDate.parse("2023-03-03");
  private static final Instant KNOWN = Instant.parse("2023-02-15T22:15:00Z");

  @Test
  void eachKindIsReadBackAsItWasWritten() throws IOException {
    for (CorporateAction action :
        List.<CorporateAction>of(
            new CorporateAction.Split("A", DAY, 4, 1, KNOWN),
            new CorporateAction.StockDividend("A", DAY, 1, 10, KNOWN),
            new CorporateAction.CashDividend("A", DAY, 0.25, KNOWN),
            new CorporateAction.Rights("A", DAY, 2.5, KNOWN),
            new CorporateAction.SpinOff("A", DAY, "B", 1, 2, Double.NaN, KNOWN),
            new CorporateAction.SymbolChange("A", DAY, "B", KNOWN),
            new CorporateAction.Delisting("A", DAY, Double.NaN, KNOWN),
            new CorporateAction.CashMerger("A", DAY, 54.2, KNOWN),
            new CorporateAction.StockMerger("A", DAY, "B", 1, 2, 10, KNOWN))) {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
        out.writeStartObject();
        CorporateActionJson.write(out, action);
        out.writeEndObject();
      }
      assertThat(
              CorporateActionJson.read(JsonNode.parse("a.json", new StringReader(text.toString()))))
          .isEqualTo(action);
    }
  }
}
