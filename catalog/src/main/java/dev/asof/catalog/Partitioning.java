package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundTerm;
import org.apache.iceberg.types.Types;

/** Partitioning as Spark SQL writes it: {@code months(session), bucket(16, symbol)}. */
final class Partitioning {
  private static final Pattern TRANSFORM =
      Pattern.compile("(?i)(years|months|days|hours)\\(\\s*(\\w+)\\s*\\)");
  private static final Pattern SIZED =
      Pattern.compile("(?i)(bucket|truncate)\\(\\s*([1-9]\\d{0,5})\\s*,\\s*(\\w+)\\s*\\)");
  private static final Pattern PLAIN = Pattern.compile("\\w+");
  private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

  private Partitioning() {}

  /**
   * Parses the terms of a partitioning.
   *
   * @throws AsOfException with {@link ErrorCode#USAGE}
   */
  static List<UnboundTerm<?>> parse(Schema schema, String text) {
    List<UnboundTerm<?>> terms = new ArrayList<>();
    for (String part : BETWEEN.split(text, -1)) {
      terms.add(term(schema, text, part.strip()));
    }
    return terms;
  }

  private static UnboundTerm<?> term(Schema schema, String text, String part) {
    Matcher transform = TRANSFORM.matcher(part);
    if (transform.matches()) {
      String column = column(schema, text, transform.group(2));
      return switch (transform.group(1).toLowerCase(Locale.ROOT)) {
        case "years" -> Expressions.year(column);
        case "months" -> Expressions.month(column);
        case "days" -> Expressions.day(column);
        default -> Expressions.hour(column);
      };
    }
    Matcher sized = SIZED.matcher(part);
    if (sized.matches()) {
      String column = column(schema, text, sized.group(3));
      int size = Integer.parseInt(sized.group(2));
      return sized.group(1).equalsIgnoreCase("bucket")
          ? Expressions.bucket(column, size)
          : Expressions.truncate(column, size);
    }
    if (PLAIN.matcher(part).matches()) {
      return Expressions.ref(column(schema, text, part));
    }
    throw invalid(
        text,
        "expected columns, years, months, days or hours of one, bucket(N, column) or truncate(N,"
            + " column), separated by commas");
  }

  private static String column(Schema schema, String text, String name) {
    return Optional.ofNullable(schema.caseInsensitiveFindField(name))
        .map(Types.NestedField::name)
        .orElseThrow(
            () ->
                invalid(
                    text,
                    "the table has no column "
                        + name
                        + "; it has "
                        + schema.columns().stream()
                            .map(Types.NestedField::name)
                            .collect(Collectors.joining(", "))));
  }

  static AsOfException invalid(String text, String problem) {
    return new AsOfException(ErrorCode.USAGE, "Invalid partitioning '" + text + "': " + problem);
  }

  /** A partitioning as it would be parsed; empty when there is none. */
  static String text(Schema schema, PartitionSpec spec) {
    return spec.fields().stream()
        .filter(field -> !field.transform().isVoid())
        .map(field -> text(schema.findColumnName(field.sourceId()), field))
        .collect(Collectors.joining(", "));
  }

  private static String text(String column, PartitionField field) {
    String transform = field.transform().toString();
    Matcher sized = Pattern.compile("(\\w+)\\[(\\d+)]").matcher(transform);
    if (sized.matches()) {
      return sized.group(1) + "(" + sized.group(2) + ", " + column + ")";
    }
    return field.transform().isIdentity() ? column : transform + "s(" + column + ")";
  }
}
