package dev.asof.catalog;

import static dev.asof.catalog.BookkeepingTable.text;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;

/**
 * What scheduled refreshes did, in a table of its own, {@code refreshes}; and the leases that keep
 * two schedulers apart. Every line is a commit that is refused when anything else was committed
 * meanwhile, so that what was checked before it still holds, in any catalog. Who lost his lease
 * writes nothing any more.
 */
public final class RefreshLog {
  /** The table's name, beside those of {@link TableDefinition}. */
  public static final String TABLE = "refreshes";

  private static final int MOST_FILES = 64;

  /** End of a lease that was given back, whatever the clocks of two machines say. */
  private static final Instant FREE = Instant.EPOCH;

  private static final Schema SCHEMA =
      new Schema(
          text(1, "refresh", "Name of the refresh"),
          moment(2, "due_at", "When it was due [UTC], null for a lease"),
          text(3, "step", "Name of the step, empty for the whole"),
          text(4, "event", "What happened"),
          text(5, "holder", "Who wrote it"),
          Types.NestedField.required(6, "fence", Types.LongType.get(), "Number of the lease"),
          Types.NestedField.required(
              7, "at", Types.TimestampType.withZone(), "When it was written [UTC]"),
          moment(8, "until", "End of a lease [UTC]"),
          text(9, "message", "Why it failed or was given up"),
          text(10, "lineage", "What the step published or wrote"));

  private final LakeTables tables;
  private final BookkeepingTable table;
  private Instant last = Instant.MIN;

  RefreshLog(LakeTables tables) {
    this.tables = tables;
    this.table = new BookkeepingTable(tables, TABLE, SCHEMA, BookkeepingTable.ONE_COMMIT_A_ROW);
  }

  private static Types.NestedField moment(int id, String name, String doc) {
    return Types.NestedField.optional(id, name, Types.TimestampType.withZone(), doc);
  }

  /** What a refresh did, without its leases, in the order in which it was written. */
  public List<RefreshEntry> entries(String refresh) {
    return tables
        .failures()
        .guarded(
            "read what refresh " + refresh + " did",
            () -> read(refresh).stream().filter(entry -> !entry.concernsLease()).toList());
  }

  /** Who is at work on a refresh at a moment. */
  public Optional<RefreshLease> lease(String refresh, Instant now) {
    return tables
        .failures()
        .guarded(
            "read the lease of refresh " + refresh,
            () -> latest(read(refresh)).filter(lease -> lease.until().isAfter(now)));
  }

  /**
   * Takes the right to work on a refresh. Who has it already, because it could not be given back,
   * gets it again.
   *
   * @param holder who asks, a name that no other process has
   * @throws AsOfException REFRESH_HELD while another has it
   */
  public RefreshLease take(String refresh, String holder, Instant now, Instant until) {
    return tables
        .failures()
        .guarded(
            "take refresh " + refresh,
            () -> {
              while (true) {
                long fence = free(refresh, holder, now) + 1;
                RefreshLease wanted = new RefreshLease(refresh, holder, fence, until);
                boolean taken =
                    table.append(
                        List.of(row(line(wanted, RefreshEntry.Event.LEASE_TAKEN, now))),
                        "the lease of refresh " + refresh,
                        () ->
                            free(refresh, holder, now) == fence - 1
                                ? Optional.empty()
                                : Optional.of(false),
                        true);
                if (taken) {
                  return wanted;
                }
              }
            });
  }

  /** The number of the last lease, which has ended or is the holder's own. */
  private long free(String refresh, String holder, Instant now) {
    Optional<RefreshLease> last = latest(read(refresh));
    if (last.isPresent()
        && last.get().until().isAfter(now)
        && !last.get().holder().equals(holder)) {
      throw new AsOfException(
          ErrorCode.REFRESH_HELD,
          "Cannot work on refresh "
              + refresh
              + ": "
              + last.get().holder()
              + " is at work on it until "
              + last.get().until()
              + " or longer");
    }
    return last.map(RefreshLease::fence).orElse(0L);
  }

  /**
   * Prolongs a lease.
   *
   * @throws AsOfException REFRESH_HELD when another took it over
   */
  public RefreshLease keep(RefreshLease lease, Instant now, Instant until) {
    RefreshLease longer = new RefreshLease(lease.refresh(), lease.holder(), lease.fence(), until);
    write(lease, line(longer, RefreshEntry.Event.LEASE_KEPT, now));
    return longer;
  }

  /** Gives a lease back; nothing happens when another took it over. */
  public void leave(RefreshLease lease, Instant now) {
    try {
      RefreshLease ended = new RefreshLease(lease.refresh(), lease.holder(), lease.fence(), now);
      write(lease, line(ended, RefreshEntry.Event.LEASE_LEFT, now));
    } catch (AsOfException refused) {
      if (refused.code() != ErrorCode.REFRESH_HELD) {
        throw refused;
      }
    }
  }

  /**
   * Writes what happened under a lease.
   *
   * @throws AsOfException REFRESH_HELD when another took the lease over; nothing is written then
   */
  public void record(
      RefreshLease lease,
      Instant due,
      String step,
      RefreshEntry.Event event,
      Instant now,
      String message,
      String lineage) {
    write(
        lease,
        new RefreshEntry(
            lease.refresh(),
            Optional.of(due),
            step,
            event,
            lease.holder(),
            lease.fence(),
            now,
            Optional.empty(),
            message,
            lineage));
  }

  private static RefreshEntry line(RefreshLease lease, RefreshEntry.Event event, Instant now) {
    return new RefreshEntry(
        lease.refresh(),
        Optional.empty(),
        "",
        event,
        lease.holder(),
        lease.fence(),
        now,
        Optional.of(lease.until()),
        "",
        "");
  }

  private void write(RefreshLease lease, RefreshEntry entry) {
    tables
        .failures()
        .guarded(
            "record what refresh " + lease.refresh() + " did",
            () -> {
              table.append(
                  List.of(row(entry)),
                  "what refresh " + lease.refresh() + " did",
                  () -> held(lease),
                  true);
              table.joinFiles(
                  MOST_FILES,
                  Comparator.comparing((Record row) -> (String) row.getField("refresh"))
                      .thenComparing(row -> (OffsetDateTime) row.getField("at")));
              return true;
            });
  }

  private Optional<Boolean> held(RefreshLease lease) {
    RefreshLease last = latest(read(lease.refresh())).orElse(lease);
    if (last.fence() != lease.fence()) {
      throw new AsOfException(
          ErrorCode.REFRESH_HELD,
          "Cannot go on with refresh "
              + lease.refresh()
              + ": the lease ended at "
              + lease.until()
              + " and "
              + last.holder()
              + " took it over");
    }
    return Optional.empty();
  }

  /** The lease with the highest number, with its end as it was last written. */
  private static Optional<RefreshLease> latest(List<RefreshEntry> entries) {
    RefreshEntry last = null;
    for (RefreshEntry entry : entries) {
      if (entry.concernsLease() && (last == null || isLater(entry, last))) {
        last = entry;
      }
    }
    return Optional.ofNullable(last)
        .map(
            entry ->
                new RefreshLease(
                    entry.refresh(),
                    entry.holder(),
                    entry.fence(),
                    entry.event() == RefreshEntry.Event.LEASE_LEFT
                        ? FREE
                        : entry.until().orElseThrow()));
  }

  /** A lease that was given back stays so. */
  private static boolean isLater(RefreshEntry entry, RefreshEntry last) {
    if (entry.fence() != last.fence()) {
      return entry.fence() > last.fence();
    }
    return last.event() != RefreshEntry.Event.LEASE_LEFT
        && (entry.event() == RefreshEntry.Event.LEASE_LEFT
            || entry.until().orElseThrow().isAfter(last.until().orElseThrow()));
  }

  private List<RefreshEntry> read(String refresh) {
    List<RefreshEntry> entries = new ArrayList<>();
    table.read(
        scan -> scan.where(Expressions.equal("refresh", refresh)), row -> entries.add(entry(row)));
    entries.sort(Comparator.comparing(RefreshEntry::at));
    return entries;
  }

  private static RefreshEntry entry(Record row) {
    return new RefreshEntry(
        (String) row.getField("refresh"),
        instant(row, "due_at"),
        (String) row.getField("step"),
        RefreshEntry.Event.valueOf(((String) row.getField("event")).toUpperCase(Locale.ROOT)),
        (String) row.getField("holder"),
        (Long) row.getField("fence"),
        instant(row, "at").orElseThrow(),
        instant(row, "until"),
        (String) row.getField("message"),
        (String) row.getField("lineage"));
  }

  private static Optional<Instant> instant(Record row, String field) {
    return Optional.ofNullable((OffsetDateTime) row.getField(field)).map(OffsetDateTime::toInstant);
  }

  /** One after the other, whatever the clock says, so that their order is that of writing. */
  private synchronized Instant stamp(Instant at) {
    Instant micros = at.truncatedTo(ChronoUnit.MICROS);
    last = micros.isAfter(last) ? micros : last.plus(1, ChronoUnit.MICROS);
    return last;
  }

  private Record row(RefreshEntry entry) {
    GenericRecord row = GenericRecord.create(SCHEMA);
    row.setField("refresh", entry.refresh());
    row.setField("due_at", entry.due().map(due -> due.atOffset(ZoneOffset.UTC)).orElse(null));
    row.setField("step", entry.step());
    row.setField("event", entry.event().name().toLowerCase(Locale.ROOT));
    row.setField("holder", entry.holder());
    row.setField("fence", entry.fence());
    row.setField("at", stamp(entry.at()).atOffset(ZoneOffset.UTC));
    row.setField("until", entry.until().map(until -> until.atOffset(ZoneOffset.UTC)).orElse(null));
    row.setField("message", entry.message());
    row.setField("lineage", entry.lineage());
    return row;
  }
}
