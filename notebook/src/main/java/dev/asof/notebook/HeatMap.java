package dev.asof.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A number for each combination of two parameters: shaded, and written into its cell. Painted here,
 * because XChart's own heat map labels rows by ticks of a continuous axis, which miss the rows.
 *
 * @param getTitle the number that is shown, as XChart's interface calls it
 * @param downName the parameter that runs down
 * @param down its values, from the top
 * @param acrossName the parameter that runs across
 * @param across its values
 * @param values one row per value that runs down; NaN leaves its cell empty
 */
record HeatMap(
    String getTitle,
    String downName,
    List<String> down,
    String acrossName,
    List<String> across,
    double[][] values)
    implements IChart {
  private static final int WIDTH = 760;
  private static final int ROW_HEIGHT = 44;
  private static final int GAP = 2;
  private static final int ABOVE = 44;
  private static final int BELOW = 62;
  private static final int BESIDE = 16;
  private static final Color BELOW_ZERO = new Color(0xd98067);
  private static final Color ZERO = new Color(0xf7f7f7);
  private static final Color ABOVE_ZERO = new Color(0x7fb0d3);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Font BOLD = PLAIN.deriveFont(Font.BOLD);

  /** The map with its numbers in words. */
  Picture picture() {
    List<String> columns = new ArrayList<>();
    columns.add(downName + " \\ " + acrossName);
    columns.addAll(across);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < down.size(); row++) {
      List<Object> cells = new ArrayList<>();
      cells.add(down.get(row));
      for (double value : values[row]) {
        cells.add(Numbers.rounded(value, 2));
      }
      rows.add(cells);
    }
    String words = TableView.of(Tables.of(getTitle, columns, rows)).text();
    return new Picture(this, "[heat map] " + getTitle + "\n" + words);
  }

  @Override
  public int getWidth() {
    return WIDTH;
  }

  @Override
  public int getHeight() {
    return ABOVE + down.size() * ROW_HEIGHT + BELOW;
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    canvas.setColor(Color.BLACK);
    canvas.setFont(BOLD);
    FontMetrics bold = canvas.getFontMetrics();
    canvas.setFont(PLAIN);
    FontMetrics plain = canvas.getFontMetrics();
    int labels = bold.stringWidth(downName);
    for (String label : down) {
      labels = Math.max(labels, plain.stringWidth(label));
    }
    int left = BESIDE + labels + BESIDE;
    int columnWidth = (width - left - BESIDE) / across.size();
    double largest = largest();
    for (int row = 0; row < down.size(); row++) {
      int top = ABOVE + row * ROW_HEIGHT;
      int baseline = top + (ROW_HEIGHT + plain.getAscent() - plain.getDescent()) / 2;
      String label = down.get(row);
      canvas.setColor(Color.BLACK);
      canvas.drawString(label, left - BESIDE - plain.stringWidth(label), baseline);
      for (int column = 0; column < across.size(); column++) {
        double value = values[row][column];
        if (Double.isFinite(value)) {
          int x = left + column * columnWidth;
          canvas.setColor(shade(value / largest));
          canvas.fillRect(x, top, columnWidth - GAP, ROW_HEIGHT - GAP);
          canvas.setColor(Color.BLACK);
          centered(canvas, plain, Numbers.fixed(value, 2), x + columnWidth / 2, baseline);
        }
      }
    }
    int below = ABOVE + down.size() * ROW_HEIGHT + plain.getHeight() + GAP;
    for (int column = 0; column < across.size(); column++) {
      int middle = left + column * columnWidth + columnWidth / 2;
      centered(canvas, plain, across.get(column), middle, below);
    }
    canvas.setFont(BOLD);
    int middle = left + across.size() * columnWidth / 2;
    centered(canvas, bold, getTitle, middle, ABOVE / 2);
    centered(canvas, bold, acrossName, middle, below + bold.getHeight() + GAP);
    canvas.drawString(downName, left - BESIDE - bold.stringWidth(downName), ABOVE - 2 * GAP);
  }

  private double largest() {
    double largest =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(0);
    return largest > 0 ? largest : 1;
  }

  private static void centered(
      Graphics2D canvas, FontMetrics metrics, String text, int middle, int baseline) {
    canvas.drawString(text, middle - metrics.stringWidth(text) / 2, baseline);
  }

  /**
   * A colour between that of the ends and that of zero.
   *
   * @param share from -1 to 1
   */
  private static Color shade(double share) {
    Color end = share < 0 ? BELOW_ZERO : ABOVE_ZERO;
    double part = Math.abs(share);
    return new Color(
        between(ZERO.getRed(), end.getRed(), part),
        between(ZERO.getGreen(), end.getGreen(), part),
        between(ZERO.getBlue(), end.getBlue(), part));
  }

  private static int between(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }
}
