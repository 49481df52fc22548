package dev.asof.ingestion;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Works out the ISINs of the positions of a file that gives CUSIPs, and counts what is no security.
 * Cash has no ISIN, and so no key in the table: it is left out with a warning. So that no foreign
 * share is lost with it, one that has but a CINS number gets a stand-in.
 */
final class PositionNumbers {
  private static final Pattern NINE = Pattern.compile("[0-9A-Z]{8}[0-9]");
  private static final Pattern EIGHT = Pattern.compile("[0-9A-Z]{8}");
  private static final Pattern NONE = Pattern.compile("|-|N/?A|0{8,9}|CASH.*|UNASSIGNED");

  // CUSIP's numbers from 990000 on are for everybody's own use: vendors number cash with them.
  private static final String OWN_USE = "99";

  private long leftOut;
  private String firstLeftOut = "";
  private long standIns;
  private String firstStandIn = "";

  /**
   * Completes a position's numbers.
   *
   * @param texts has {@code name}, {@code pctVal}, {@code isin} and {@code cusip}, which may be
   *     blank; a CUSIP gets its ninth character, and an ISIN is added where it can be known
   * @return whether it is a security; one that isn't has been counted
   */
  boolean complete(long line, Map<String, String> texts) {
    String isin = known(texts.get("isin"));
    String cusip = known(texts.get("cusip"));
    if (EIGHT.matcher(cusip).matches()) {
      cusip = cusip + Isin.cusipCheck(cusip);
    }
    texts.put("cusip", cusip);
    texts.put("isin", isin);
    if (!isin.isEmpty()) {
      return true;
    }
    if (cusip.isEmpty() || cusip.startsWith(OWN_USE)) {
      leaveOut(line, texts);
      return false;
    }
    if (NINE.matcher(cusip).matches()
        && Character.isLetter(cusip.charAt(0))
        && cusip.charAt(8) == Isin.cusipCheck(cusip.substring(0, 8))) {
      if (standIns++ == 0) {
        firstStandIn = where(line, texts);
      }
      texts.put("isin", Isin.standIn(cusip));
      return true;
    }
    Optional<String> derived = Isin.ofUsCusip(cusip);
    derived.ifPresent(known -> texts.put("isin", known));
    return true;
  }

  /**
   * The same of a file that is not sure to number its positions. One with a ticker and without a
   * number that could be a CUSIP is handed on as it is, for its ticker may tell its ISIN; one with
   * neither is no security.
   */
  boolean completeOfAny(long line, Map<String, String> texts) {
    String cusip = known(texts.get("cusip"));
    boolean isNumbered = NINE.matcher(cusip).matches() || EIGHT.matcher(cusip).matches();
    if (!isNumbered && !known(texts.get("symbol")).isEmpty()) {
      return true;
    }
    if (!isNumbered) {
      leaveOut(line, texts);
      return false;
    }
    return complete(line, texts);
  }

  private void leaveOut(long line, Map<String, String> texts) {
    if (leftOut++ == 0) {
      firstLeftOut = where(line, texts) + " with weight " + OneLine.quoted(texts.get("pctVal"));
    }
  }

  /** Tells of what was counted, once the file is read. */
  void warn(RowSink rows) {
    if (leftOut > 0) {
      rows.warn(
          (leftOut == 1 ? "1 position has" : leftOut + " positions have")
              + " no number of a security, as cash hasn't, and "
              + (leftOut == 1 ? "is" : "are")
              + " left out; the first is "
              + firstLeftOut);
    }
    if (standIns > 0) {
      rows.warn(
          (standIns == 1
                  ? "1 position of a foreign issuer has"
                  : standIns + " positions of foreign issuers have")
              + " a CINS number and no ISIN, and "
              + (standIns == 1 ? "gets" : "get")
              + " a stand-in that begins with ZZ; the first is "
              + firstStandIn);
    }
  }

  private static String known(String text) {
    String upper = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
    return NONE.matcher(upper).matches() ? "" : upper;
  }

  private static String where(long line, Map<String, String> texts) {
    return OneLine.quoted(texts.get("name")) + " in line " + line;
  }
}
