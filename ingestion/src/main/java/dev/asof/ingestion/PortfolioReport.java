package dev.asof.ingestion;

import java.io.FilterReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A fund's portfolio as it is filed with form N-PORT. The document doesn't say when it was
 * accepted, so the request must.
 */
final class PortfolioReport implements VendorFormat {
  private static final String SUBMISSION = "edgarSubmission";
  private static final String POSITION = "invstOrSec";
  private static final String PERIOD = "repPdDate";
  private static final int MAX_TEXT_CHARS = 10_000;
  private static final String MAX_DEPTH = "100";
  private static final int MAX_TAG_CHARS = 1 << 20;
  private static final long MAX_CHARS = 128L << 20;
  private static final Map<String, String> COLUMNS =
      Map.of(
          "name",
          "name",
          "cusip",
          "cusip",
          "balance",
          "balance",
          "valUSD",
          "valUsd",
          "pctVal",
          "pctVal",
          PositionSide.FILED,
          PositionSide.COLUMN);

  @Override
  public String id() {
    return "nport-xml";
  }

  @Override
  public Dataset dataset() {
    return Dataset.FUND_HOLDINGS;
  }

  @Override
  public String accepts() {
    return "a filing of form N-PORT as XML; give --fund, and --known-at for when it was accepted";
  }

  @Override
  public boolean recognises(FileHead head) {
    return head.endsWith(".xml");
  }

  @Override
  public void read(VendorFile file, RowSink rows) {
    file.text(text -> new Reading(file, rows).read(text));
  }

  private static final class Reading {
    private final VendorFile file;
    private final RowSink rows;
    private final PositionNumbers numbers = new PositionNumbers();
    private final Map<String, Long> periodLine = new LinkedHashMap<>();
    private String period = "";
    private long linesBefore;

    Reading(VendorFile file, RowSink rows) {
      this.file = file;
      this.rows = rows;
    }

    void read(Reader text) throws IOException {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      // The parser remembers each element that is open, and has no limit of its own.
      factory.setProperty("jdk.xml.maxElementDepth", MAX_DEPTH);
      XMLStreamReader xml = null;
      try {
        xml = factory.createXMLStreamReader(afterBlanks(text));
        xml.nextTag();
        if (!xml.getLocalName().equals(SUBMISSION)) {
          throw file.malformed(
              line(xml),
              "the document is " + OneLine.quoted(xml.getLocalName()) + "; expected " + SUBMISSION);
        }
        while (xml.hasNext()) {
          if (xml.next() == XMLStreamConstants.START_ELEMENT) {
            if (xml.getLocalName().equals(PERIOD)) {
              periodLine.put("date", line(xml));
              period = text(xml);
            } else if (xml.getLocalName().equals(POSITION)) {
              position(xml);
            }
          }
        }
      } catch (XMLStreamException broken) {
        if (broken.getNestedException() instanceof IOException unreadable) {
          throw unreadable;
        }
        throw Findings.malformed(
            file.name(),
            linesBefore
                + (broken.getLocation() == null
                    ? 1
                    : Math.max(1, broken.getLocation().getLineNumber())),
            "this isn't XML that can be read: " + OneLine.quoted(message(broken)),
            broken);
      }
      numbers.warn(rows);
    }

    /** Reads to the end of one position. What nests deeper is read by name as well. */
    private void position(XMLStreamReader xml) throws XMLStreamException {
      long line = line(xml);
      Map<String, String> texts = new LinkedHashMap<>();
      Map<String, Long> lines = new LinkedHashMap<>(periodLine);
      texts.put("date", period);
      texts.put("symbol", "");
      texts.put("isin", "");
      COLUMNS.values().forEach(column -> texts.put(column, ""));
      int depth = 1;
      while (depth > 0) {
        int event = xml.next();
        if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          String element = xml.getLocalName();
          String column = COLUMNS.get(element);
          if (column != null && depth == 1) {
            lines.put(column, line(xml));
            texts.put(column, text(xml));
          } else {
            depth++;
            identifier(xml, element, "isin", "isin", texts, lines);
            identifier(xml, element, "ticker", "symbol", texts, lines);
          }
        }
      }
      if (numbers.complete(line, texts)) {
        rows.row(new TextRow(line, texts, lines));
      }
    }

    private void identifier(
        XMLStreamReader xml,
        String element,
        String wanted,
        String column,
        Map<String, String> texts,
        Map<String, Long> lines) {
      String value = element.equals(wanted) ? xml.getAttributeValue(null, "value") : null;
      if (value != null && texts.get(column).isEmpty()) {
        texts.put(column, value);
        lines.put(column, line(xml));
      }
    }

    private String text(XMLStreamReader xml) throws XMLStreamException {
      StringBuilder text = new StringBuilder();
      for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
        if (event == XMLStreamConstants.START_ELEMENT) {
          throw file.malformed(
              line(xml), "element " + OneLine.quoted(xml.getLocalName()) + " where a value stands");
        }
        if (xml.hasText()) {
          text.append(xml.getText());
        }
        if (text.length() > MAX_TEXT_CHARS) {
          throw file.malformed(
              line(xml),
              "a text has more than " + MAX_TEXT_CHARS + " characters; expected a value");
        }
      }
      return text.toString().strip();
    }

    private long line(XMLStreamReader xml) {
      return linesBefore + Math.max(1, xml.getLocation().getLineNumber());
    }

    /** The commission's archive puts a blank line before the document, which XML forbids. */
    private Reader afterBlanks(Reader text) throws IOException {
      PushbackReader document = new PushbackReader(new Tags(text));
      int c = document.read();
      while (c >= 0 && Character.isWhitespace(c)) {
        if (c == '\n') {
          linesBefore++;
        }
        c = document.read();
      }
      if (c >= 0) {
        document.unread(c);
      }
      return document;
    }

    /** The parser holds a tag, a text or a comment in memory, whatever its length. */
    private final class Tags extends FilterReader {
      private long chars;
      private long sinceTag;

      Tags(Reader text) {
        super(text);
      }

      @Override
      public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(char[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = offset; i < offset + count; i++) {
          sinceTag = target[i] == '>' ? 0 : sinceTag + 1;
        }
        chars += Math.max(0, count);
        if (sinceTag > MAX_TAG_CHARS || chars > MAX_CHARS) {
          throw file.malformed(
              "the document or a tag in it is longer than "
                  + (chars > MAX_CHARS ? MAX_CHARS : MAX_TAG_CHARS)
                  + " characters; expected a filing");
        }
        return count;
      }
    }

    /** The parser's message without the place, which is said before it. */
    private static String message(XMLStreamException broken) {
      String message = String.valueOf(broken.getMessage());
      int at = message.indexOf("Message: ");
      return at < 0 ? message : message.substring(at + "Message: ".length());
    }
  }
}
