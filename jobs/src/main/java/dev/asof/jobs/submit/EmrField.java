package dev.asof.jobs.submit;

import java.util.regex.Pattern;

/** What EMR on EKS accepts in a field, by the service's published model. */
public enum EmrField {
  /** A job run's name. */
  NAME("name", 1, 64, "[.\\-_/#A-Za-z0-9]+", "letters, digits and . - _ / #"),
  /** A virtual cluster's id. */
  VIRTUAL_CLUSTER_ID("virtual cluster", 1, 64, "[0-9a-z]+", "lower-case letters and digits"),
  /** A job template's or security configuration's id. */
  RESOURCE_ID("id", 1, 64, "[0-9a-z]+", "lower-case letters and digits"),
  /** The role that a job works under. */
  EXECUTION_ROLE_ARN(
      "role",
      20,
      2048,
      "arn:(aws[a-zA-Z0-9-]*):iam::(\\d{12})?:(role((/)|(/[!-\\x7F]+/))[\\w+=,.@-]+)",
      "an ARN such as arn:aws:iam::111122223333:role/NAME"),
  /** A release of EMR. */
  RELEASE_LABEL("release", 1, 64, "[.\\-_/A-Za-z0-9]+", "a label such as emr-spark-8.1.0-latest"),
  /** The application's jar, or the file of statements. */
  ENTRY_POINT("entry point", 1, 256, "(?s).*\\S.*", "a location"),
  /** One argument of the application. */
  ENTRY_POINT_ARGUMENT("argument", 1, 10_280, "(?s).*\\S.*", "a text that is not blank"),
  /** What spark-submit is told. */
  SPARK_SUBMIT_PARAMETERS("parameters", 1, 102_400, "(?s).*\\S.*", "a text that is not blank"),
  /** A property's key or value, or a template parameter's value. */
  PROPERTY("value", 1, 1024, "(?s).*\\S.*", "a text that is not blank"),
  /** A tag's key. */
  TAG_KEY("tag", 1, 128, "(?s)(?!aws:).*\\S.*", "a text that does not begin with aws:"),
  /** A tag's value. */
  TAG_VALUE("tag's value", 0, 256, "(?s).*\\S.*|", "a text"),
  /** CloudWatch's log group. */
  LOG_GROUP("log group", 1, 512, "[.\\-_/#A-Za-z0-9]+", "letters, digits and . - _ / #"),
  /** CloudWatch's prefix of log streams. */
  LOG_STREAM_PREFIX("log stream", 1, 256, "(?s).*\\S.*", "a text that is not blank"),
  /** A folder of logs. */
  LOG_URI("location", 1, 10_280, "s3://[^/\\s]+(/\\S*)?", "s3://BUCKET/PREFIX"),
  /** A key of KMS. */
  KMS_KEY_ARN(
      "key",
      3,
      2048,
      "arn:(aws[a-zA-Z0-9-]*):kms:.+:(\\d{12})?:key/[(0-9a-zA-Z)-?]+",
      "an ARN such as arn:aws:kms:eu-west-1:111122223333:key/ID"),
  /** When a log file is rotated. */
  ROTATION_SIZE("size", 3, 12, "\\d+(\\.\\d+)?[KMG][Bb]?", "a size such as 100MB"),
  /** A parameter of a job template. */
  TEMPLATE_PARAMETER("parameter", 1, 512, "[.\\-_#A-Za-z0-9]+", "letters, digits and . - _ #");

  /** Tags of one job. */
  public static final int MOST_TAGS = 50;

  /** Properties of one classification. */
  public static final int MOST_PROPERTIES = 100;

  private final String what;
  private final int least;
  private final int most;
  private final Pattern pattern;
  private final String expected;

  EmrField(String what, int least, int most, String pattern, String expected) {
    this.what = what;
    this.least = least;
    this.most = most;
    this.pattern = Pattern.compile(pattern);
    this.expected = expected;
  }

  int most() {
    return most;
  }

  /**
   * Refuses what the service would.
   *
   * @return the value
   * @throws IllegalArgumentException when it does not fit
   */
  public String check(String value) {
    int length = value.codePointCount(0, value.length());
    if (length < least || length > most) {
      throw new IllegalArgumentException(
          "Invalid "
              + what
              + (length > 100 ? "" : " '" + value + "'")
              + ": it has "
              + length
              + " characters, expected "
              + least
              + " to "
              + most);
    }
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Invalid " + what + " '" + value + "': expected " + expected);
    }
    return value;
  }
}
