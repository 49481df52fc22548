package dev.asof.notebook;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.IChart;

/** A chart with the words that say what is to be seen in it. */
public final class Picture {
  private final IChart chart;
  private final String description;

  Picture(IChart chart, String description) {
    this.chart = chart;
    this.description = description;
  }

  /** The chart, to be changed before it is shown. */
  public IChart xchart() {
    return chart;
  }

  /** The chart as a PNG file's bytes. */
  public byte[] png() {
    return png(chart);
  }

  /** Writes the chart as a PNG file and returns its path. */
  public Path save(String file) {
    try {
      return Files.write(Path.of(file), png());
    } catch (IOException unwritable) {
      throw new CellError(
          new AsOfException(
              ErrorCode.STORAGE_UNAVAILABLE,
              "Cannot write " + file + ": its folder must be there and writable",
              unwritable));
    }
  }

  static byte[] png(IChart chart) {
    try {
      BufferedImage image =
          new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
      Graphics2D canvas = image.createGraphics();
      chart.paint(canvas, image.getWidth(), image.getHeight());
      canvas.dispose();
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return png.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InternalError | UnsatisfiedLinkError | NoClassDefFoundError fontless) {
      throw new CellError(
          new AsOfException(
              ErrorCode.RUNTIME_UNFIT,
              "Cannot draw the chart: Java finds no font here; install fontconfig and a font, such"
                  + " as DejaVu",
              fontless));
    }
  }

  /** What is to be seen, in words. */
  @Override
  public String toString() {
    return description;
  }
}
