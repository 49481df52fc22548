package dev.asof.notebook;

import dev.asof.ingestion.SqlAnswer;
import dev.asof.ingestion.SqlRows;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.knowm.xchart.internal.chartpart.IChart;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.Relation;

/**
 * How values stand below a cell: tables as HTML, charts as PNG, and each as plain text too. The
 * kernel finds it by {@link java.util.ServiceLoader}.
 */
public final class Displays implements DisplayProvider {
  private static final String TEXT = "text/plain";
  private static final String HTML = "text/html";
  private static final String PNG = "image/png";

  /** Called by the kernel. */
  public Displays() {}

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    return List.of(
        renderer(Relation.class, table -> table(TableView.of(table))),
        renderer(Dataset.class, rows -> table(beginning(rows))),
        renderer(Picture.class, picture -> chart(picture.png(), picture.toString())),
        renderer(IChart.class, chart -> chart(Picture.png(chart), "[chart] " + chart.getTitle())),
        renderer(Prices.class, prices -> table(TableView.of(prices.table()))),
        renderer(Results.class, results -> page(results.toString(), results.html())),
        renderer(ProgressBar.Step.class, step -> page(step.toString(), step.html())));
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return List.of();
  }

  private static TableView beginning(Dataset<?> rows) {
    // Its settings decide of which Java type a timestamp is.
    SparkSession.setActiveSession(rows.sparkSession());
    SqlRows first = SqlAnswer.of(rows.limit(TableView.rowsToFetch()).toDF());
    Table table =
        Tables.of(
            "rows", first.columns().stream().map(SqlRows.Column::name).toList(), first.rows());
    return TableView.ofBeginning(table);
  }

  private static DisplayData table(TableView view) {
    return page(view.text(), view.html());
  }

  private static DisplayData page(String text, String html) {
    DisplayData data = DisplayData.withType(TEXT, text);
    data.putData(HTML, html);
    return data;
  }

  private static DisplayData chart(byte[] png, String text) {
    DisplayData data = DisplayData.withType(TEXT, text);
    data.putData(PNG, Base64.getEncoder().encodeToString(png));
    return data;
  }

  private static <T> DisplayRenderer renderer(Class<T> type, Function<T, DisplayData> view) {
    return new DisplayRenderer() {
      @Override
      public Class<?> rendererClass() {
        return type;
      }

      @Override
      public boolean canRender(String format) {
        return true;
      }

      @Override
      public DisplayData render(String format, Object value) {
        return CellError.inOneLine(() -> view.apply(type.cast(value)));
      }
    };
  }
}
