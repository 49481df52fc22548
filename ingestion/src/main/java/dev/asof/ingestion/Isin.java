package dev.asof.ingestion;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * International securities identification numbers (ISO 6166) and the CUSIPs inside those of the
 * United States.
 */
final class Isin {
  private static final Pattern SHAPE = Pattern.compile("[A-Z]{2}[A-Z0-9]{9}[0-9]");
  private static final Pattern US_CUSIP = Pattern.compile("[0-9][A-Z0-9]{7}[0-9]");
  private static final String NO_CUSIP = "000000000";

  private Isin() {}

  /** The row's ISIN; empty when it has none, or a bad one, and then the row has failed. */
  static String read(RowCheck check) {
    String isin = check.key("isin");
    if (isin.isEmpty() || isValid(isin)) {
      return isin;
    }
    check.reject(
        "isin",
        OneLine.quoted(isin)
            + " isn't an ISIN: expected two letters, nine letters or digits, and the right check"
            + " digit, for example US1331311027");
    return "";
  }

  /** Whether the text has an ISIN's shape and check digit. */
  static boolean isValid(String isin) {
    return SHAPE.matcher(isin).matches()
        && isin.charAt(11) == (char) ('0' + checkDigit(isin.substring(0, 11)));
  }

  /**
   * The ISIN of a security of the United States: {@code US}, its CUSIP, a check digit. Empty unless
   * the CUSIP has nine characters, the first of them a digit (a letter there marks a foreign
   * issuer), and its own check digit is right.
   */
  static Optional<String> ofUsCusip(String cusip) {
    if (!US_CUSIP.matcher(cusip).matches()
        || cusip.equals(NO_CUSIP)
        || cusip.charAt(8) != (char) ('0' + cusipCheckDigit(cusip))) {
      return Optional.empty();
    }
    String body = "US" + cusip;
    return Optional.of(body + checkDigit(body));
  }

  /**
   * A stand-in for the ISIN of a foreign issuer's security, whose real one can't be worked out from
   * its CINS number: {@code ZZ}, a country that ISO 3166 leaves to its users, the nine characters,
   * the check digit.
   */
  static String standIn(String cins) {
    String body = "ZZ" + cins;
    return body + checkDigit(body);
  }

  /** The ninth character of a CUSIP or CINS number of which eight are given. */
  static char cusipCheck(String eight) {
    return (char) ('0' + cusipCheckDigit(eight));
  }

  /** ISO 6166: letters as two digits (A is 10), then Luhn's sum from the right. */
  private static int checkDigit(String body) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      digits.append(Character.digit(body.charAt(i), 36));
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? 2 * digit : digit;
      sum += weighted / 10 + weighted % 10;
    }
    return (10 - sum % 10) % 10;
  }

  /** ANSI X9.6: every second character counts twice, digits of the products are summed. */
  private static int cusipCheckDigit(String cusip) {
    int sum = 0;
    for (int i = 0; i < 8; i++) {
      int value = Character.digit(cusip.charAt(i), 36);
      int weighted = i % 2 == 1 ? 2 * value : value;
      sum += weighted / 10 + weighted % 10;
    }
    return (10 - sum % 10) % 10;
  }
}
