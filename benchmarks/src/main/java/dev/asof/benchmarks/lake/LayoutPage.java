package dev.asof.benchmarks.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results of a {@link LayoutBench} as a page and as CSV; pure functions. */
final class LayoutPage {
  private static final double MEGABYTE = 1e6;

  private final List<LayoutResult> results;
  private final String setting;

  /**
   * A page.
   *
   * @param setting what was measured on what, one sentence
   */
  LayoutPage(List<LayoutResult> results, String setting) {
    this.results = List.copyOf(results);
    this.setting = setting;
  }

  /**
   * One row for each layout and measure: layout, what, seconds, cpu_seconds, bytes_read, files,
   * bytes.
   */
  String csv() {
    StringBuilder csv =
        new StringBuilder("layout,what,seconds,cpu_seconds,bytes_read,files,bytes\n");
    for (LayoutResult result : results) {
      row(csv, result.layout().name(), "write", result.write())
          .append(result.files())
          .append(',')
          .append(result.bytes())
          .append('\n');
      result
          .answers()
          .forEach(
              (question, cost) ->
                  row(csv, result.layout().name(), question.name(), cost).append(",\n"));
    }
    return csv.toString().toLowerCase(Locale.ROOT);
  }

  private static StringBuilder row(StringBuilder csv, String layout, String what, Cost cost) {
    return csv.append(
        String.format(
            Locale.ROOT,
            "%s,%s,%.3f,%.3f,%.0f,",
            layout,
            what,
            cost.seconds(),
            cost.cpuSeconds(),
            cost.bytesRead()));
  }

  /** A page in one file, without scripts. */
  String html() {
    StringBuilder body = new StringBuilder();
    body.append("<h1>The lake beside plain Parquet</h1>\n<p>").append(escaped(setting));
    body.append("</p>\n");
    body.append("<h2>Reading</h2>\n");
    table(body, "Seconds", Cost::seconds, 1, "%.3f");
    table(body, "Processor seconds", Cost::cpuSeconds, 1, "%.2f");
    table(body, "Read, MB", Cost::bytesRead, MEGABYTE, "%.1f");
    body.append("<h2>Writing</h2>\n");
    writing(body);
    body.append("<h2>Why</h2>\n<dl>\n");
    for (Question question : Question.values()) {
      body.append("<dt>").append(escaped(question.title())).append("</dt><dd>");
      body.append(escaped(question.explanation())).append("</dd>\n");
    }
    body.append("</dl>\n");
    return PAGE.replace("{body}", body);
  }

  private void table(
      StringBuilder body,
      String unit,
      ToDoubleFunction<Cost> measure,
      double scale,
      String format) {
    body.append("<table><caption>").append(unit).append("</caption>\n<tr><th></th>");
    for (LayoutResult result : results) {
      body.append("<th>").append(escaped(result.layout().title())).append("</th>");
    }
    body.append("<th>Iceberg / Parquet, unsorted</th><th>sorted</th></tr>\n");
    for (Question question : Question.values()) {
      body.append("<tr><th>").append(escaped(question.title())).append("</th>");
      List<Double> values = new ArrayList<>();
      for (LayoutResult result : results) {
        Cost cost = result.answers().get(question);
        double value = cost == null ? Double.NaN : measure.applyAsDouble(cost) / scale;
        values.add(value);
        body.append("<td>").append(number(format, value)).append("</td>");
      }
      body.append("<td>").append(number("%.2f", values.get(0) / values.get(1))).append("</td>");
      body.append("<td>").append(number("%.2f", values.get(2) / values.get(3))).append("</td>");
      body.append("</tr>\n");
    }
    body.append("</table>\n");
  }

  private void writing(StringBuilder body) {
    body.append(
        "<table><tr><th></th><th>Seconds</th><th>Processor seconds</th><th>Files</th>"
            + "<th>Size, MB</th></tr>\n");
    for (LayoutResult result : results) {
      body.append("<tr><th>").append(escaped(result.layout().title())).append("</th><td>");
      body.append(number("%.1f", result.write().seconds())).append("</td><td>");
      body.append(number("%.1f", result.write().cpuSeconds())).append("</td><td>");
      body.append(result.files()).append("</td><td>");
      body.append(number("%.1f", result.bytes() / MEGABYTE)).append("</td></tr>\n");
    }
    body.append("</table>\n");
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>The lake beside plain Parquet</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
      table { border-collapse: collapse; display: block; margin: 1rem 0 2rem; overflow-x: auto; }
      caption { font-weight: 600; text-align: left; }
      th, td { border-bottom: 1px solid #8884; font-weight: 400; padding: .3rem .8rem; text-align: right; }
      tr > th:first-child { text-align: left; }
      td { font-variant-numeric: tabular-nums; }
      dt { font-weight: 600; }
      dd { margin: 0 0 .7rem; }
      </style>
      </head>
      <body>
      {body}</body>
      </html>
      """;
}
