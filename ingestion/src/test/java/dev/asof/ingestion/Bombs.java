package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.catalog.Lake;
import java.nio.file.Path;

/** Reads files that are far larger than the heap, and prints what became of each. */
final class Bombs {
  private Bombs() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    VendorFormats formats = VendorFormats.load(Bombs.class.getClassLoader());
    try (Lake lake = Lake.create(Path.of(arguments[1]))) {
      for (FormatSample sample : FormatSample.all()) {
        if (!sample.isBinary()) {
          read(lake, formats, sample, folder.resolve(sample.fileName() + ".gz"));
        } else if (sample.fileName().endsWith(".xlsx")) {
          read(lake, formats, sample, folder.resolve("wide.xlsx"));
        }
      }
    }
  }

  private static void read(Lake lake, VendorFormats formats, FormatSample sample, Path path) {
    IngestRequest request = sample.request(path);
    String name = path.getFileName().toString();
    try (StagedFiles staged = new StagedFiles(lake, request, StagedRows.MOST_IN_MEMORY)) {
      VendorFile file = VendorFile.of(request.file());
      VendorFormat format = formats.of(request.dataset(), file, request.format());
      staged.read(new StagedFiles.Source(request, file, format, TableAudits.NONE));
      System.out.println("read " + name);
    } catch (AsOfException refused) {
      System.out.println("refused " + sample.format() + " " + name + ": " + refused.getMessage());
    }
  }
}
