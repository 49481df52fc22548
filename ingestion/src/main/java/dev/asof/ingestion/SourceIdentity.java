package dev.asof.ingestion;

import dev.asof.api.AsOfException;
import dev.asof.catalog.AppliedSource;
import dev.asof.catalog.SourceSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one ingest into a table the same as another: the file's bytes, and what the request
 * makes of them. {@code PENN.csv} and {@code PVH.csv} of the same bytes are bars of two symbols
 * where the name is the symbol, and a list of members is another one under another {@code --index}.
 *
 * @param effect whether the rows are merged or name what is to go
 * @param format the format that the file is read in; empty when none recognises it
 * @param symbols where the rows' symbols come from when no column {@code symbol} holds them
 * @param fund as the request says; without it the file says so itself
 * @param partition what the folders around the file say of columns of the table
 */
record SourceIdentity(
    IngestRequest.Effect effect,
    Optional<String> format,
    Optional<SymbolSource> symbols,
    Optional<String> fund,
    Optional<String> index,
    Optional<String> exchange,
    Optional<String> partition) {

  /**
   * The identity of an ingest.
   *
   * @throws AsOfException USAGE for a {@code --read-as} that isn't there, FILE_MALFORMED when the
   *     file doesn't say of what symbol it is
   */
  static SourceIdentity of(IngestRequest request, VendorFile file, VendorFormats formats) {
    Optional<VendorFormat> format =
        request.effect() == IngestRequest.Effect.DELETE
            ? Optional.of(KeyRows.format(request.dataset()))
            : formats.find(request.dataset(), file, request.format());
    return new SourceIdentity(
        request.effect(),
        format.map(VendorFormat::id),
        format.flatMap(found -> VendorFormats.calling(found, file, () -> found.symbols(file))),
        request.fund(),
        request.index(),
        request.exchange(),
        partition(request, file));
  }

  /** What the folders around a file say of columns of the table. */
  static Optional<String> partition(IngestRequest request, VendorFile file) {
    Set<String> columns = new HashSet<>(Set.of("date"));
    request.dataset().table().columns().forEach(column -> columns.add(column.name()));
    return Optional.of(file.folders().recorded(columns)).filter(said -> !said.isEmpty());
  }

  /**
   * The last time that this was applied, unless the same bytes came with the other effect since:
   * rows that were deleted can come again.
   *
   * @param sameBytes all ingests of these bytes into the table, the latest first
   */
  Optional<AppliedSource> findIn(List<AppliedSource> sameBytes) {
    for (AppliedSource applied : sameBytes) {
      if (applied.source().isDeletion() != isDeletion()) {
        return Optional.empty();
      }
      if (isDeletion() || isOf(applied.source())) {
        return Optional.of(applied);
      }
    }
    return Optional.empty();
  }

  private boolean isDeletion() {
    return effect == IngestRequest.Effect.DELETE;
  }

  private boolean isOf(SourceSummary source) {
    return isSameReading(source)
        && (fund.isEmpty() || fund.equals(source.fund()))
        && index.equals(source.index())
        && exchange.equals(source.exchange())
        && partition.equals(source.partition());
  }

  /**
   * Earlier versions recorded no format. They read a file as its name and first line said, and took
   * the symbol from its name wherever no column {@code symbol} was there.
   */
  private boolean isSameReading(SourceSummary source) {
    if (source.format().isPresent()) {
      return (format.isEmpty() || format.equals(source.format()))
          && symbols.map(SymbolSource::recorded).equals(source.symbols());
    }
    return symbols.isEmpty()
        || symbols.equals(FileSymbol.in(source.file().name()).map(SymbolSource::ofName));
  }

  /** What to say of ingests of the same bytes when this is another one. */
  static List<String> warnings(IngestRequest.Effect effect, List<AppliedSource> sameBytes) {
    if (effect == IngestRequest.Effect.DELETE) {
      return List.of();
    }
    return sameBytes.stream()
        .map(AppliedSource::source)
        .takeWhile(source -> !source.isDeletion())
        .map(
            source ->
                "the lake has the same bytes already, as "
                    + described(source)
                    + "; that stays, and asof lake ingest --delete removes rows of it")
        .toList();
  }

  private static String described(SourceSummary source) {
    StringBuilder text = new StringBuilder(source.file().name());
    source.format().ifPresent(id -> text.append(" read as ").append(id));
    source.symbols().ifPresent(words -> text.append(", symbols by ").append(words));
    source.fund().ifPresent(name -> text.append(", fund ").append(name));
    source.index().ifPresent(name -> text.append(", index ").append(name));
    source.exchange().ifPresent(name -> text.append(", exchange ").append(name));
    return text.toString();
  }
}
