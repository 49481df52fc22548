package dev.asof.catalog;

import dev.asof.api.AsOfException;
import dev.asof.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Makes a home that was moved or copied a home of its own where it lies now, and makes a catalog
 * for a home that lost its own.
 *
 * <p>Files are rewritten one by one ({@link TablePaths}), and a catalog is made aside; when every
 * file that it needs is found here, it takes the old one's place. Until then a mark in the
 * warehouse keeps all other commands out, so that work which was cut off is repeated and nothing is
 * read half way. Nothing outside of the home is written.
 *
 * <p>The steps stand in one class, though it is long, because their order is what makes them safe.
 */
public final class HomeRelocation {
  /** Lies in the warehouse while this is at work. */
  static final String UNDER_WAY = "relocation-under-way";

  private final Place place;
  private final PlaceCatalog.Embedded kind;
  private final Failures failures;
  private final HomeGuard guard;
  private final LocalFileIO io = new LocalFileIO();
  private final String action;

  private HomeRelocation(Place place, PlaceCatalog.Embedded kind) {
    this.place = place;
    this.kind = kind;
    this.failures = new Failures(place);
    this.guard = new HomeGuard(kind);
    this.action = "relocate the lake in " + place.name();
  }

  /**
   * A table as it is in its place.
   *
   * @param namespace its namespace
   * @param name its name
   * @param tags how many it has
   * @param snapshots how many it has
   * @param files how many data and delete files its snapshots have
   * @param rewritten how many files were rewritten
   * @param metadata the file that the catalog names, without its folder
   * @param change what became of the catalog's entry
   */
  public record RelocatedTable(
      String namespace,
      String name,
      int tags,
      int snapshots,
      int files,
      long rewritten,
      String metadata,
      Change change) {}

  /** What became of a catalog's entry. */
  public enum Change {
    /** It names the same file as before. */
    KEPT,
    /** It names the same file, in its new place. */
    MOVED,
    /** The catalog named an earlier version, or one that is not here. */
    RENEWED,
    /** The catalog did not have it. */
    FOUND
  }

  /**
   * What was done.
   *
   * @param from where the home was; empty when that is not known
   * @param to where it is
   * @param tables its tables in the order of their names
   * @param backup the catalog's database as it was before it was made anew
   */
  public record Outcome(
      Optional<Path> from, Path to, List<RelocatedTable> tables, Optional<Path> backup) {
    /** Tells if anything was to be done. */
    public boolean changedSomething() {
      return tables.stream()
              .anyMatch(table -> table.change() != Change.KEPT || table.rewritten() > 0)
          || from.map(before -> !before.equals(to)).orElse(false);
    }
  }

  /**
   * Makes a home name its files where they are. Every tag, release, snapshot and run stays.
   *
   * @throws AsOfException USAGE for a place that is no home, LAKE_MISSING when it holds nothing,
   *     CATALOG_LOST when it has no catalog, WAREHOUSE_SHARED when its files are another home's
   *     too, STORAGE_UNAVAILABLE when a file that it needs isn't here
   */
  public static Outcome relocate(Place place) {
    return of(place).guarded(Mode.KEEP_CATALOG);
  }

  /**
   * Makes the catalog of a home anew from the newest metadata of each table that are whole, and
   * makes it name its files where they are.
   *
   * @throws AsOfException as {@link #relocate}, and LAKE_MISSING when the warehouse holds no table
   */
  public static Outcome rebuildCatalog(Place place) {
    return of(place).guarded(Mode.MAKE_CATALOG);
  }

  private enum Mode {
    KEEP_CATALOG,
    MAKE_CATALOG
  }

  private static HomeRelocation of(Place place) {
    if (place.catalog() instanceof PlaceCatalog.Embedded embedded) {
      return new HomeRelocation(place, embedded);
    }
    throw new AsOfException(
        ErrorCode.USAGE,
        "Cannot relocate "
            + place.name()
            + ": expected a home, whose catalog and files lie in one folder");
  }

  private Outcome guarded(Mode mode) {
    return failures.guarded(
        action,
        () -> {
          try {
            return run(mode);
          } catch (IOException e) {
            throw failures.ofDisk(action, e, e);
          } catch (SQLException e) {
            throw new UncheckedSQLException(e, "%s", e.getMessage());
          }
        });
  }

  private Outcome run(Mode mode) throws IOException, SQLException {
    if (!Files.isDirectory(kind.warehouse())) {
      if (Files.exists(kind.database())) {
        throw new AsOfException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Cannot "
                + action
                + ": the warehouse folder beside catalog.db is missing; restore it from a copy");
      }
      throw ServedCatalog.nothingThere(place);
    }
    Path home = kind.home().toRealPath();
    Path warehouse = home.resolve(kind.warehouse().getFileName());
    Optional<HomeIdentity> claimed = HomeIdentity.inWarehouse(warehouse);
    if (claimed.isPresent() && guard.sharesWarehouse(claimed.get())) {
      throw new AsOfException(
          ErrorCode.WAREHOUSE_SHARED,
          "Cannot "
              + action
              + ": its warehouse is that of the home "
              + claimed.get().home()
              + "; give this home a copy of the files first (cp -aL)");
    }
    Path mark = warehouse.resolve(UNDER_WAY);
    if (Files.notExists(mark) && isInPlace(mode, warehouse)) {
      guard.claim();
      return new Outcome(Optional.of(home), home, List.of(), Optional.empty());
    }
    try (FileChannel channel =
        FileChannel.open(
            mark,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            HomeFolder.ofFiles())) {
      lock(channel);
      Outcome outcome = lockedRun(mode, home, warehouse);
      // It stays when something failed, so that nobody reads what was rewritten in part.
      Files.delete(mark);
      return outcome;
    } catch (NothingToRead nothing) {
      Files.deleteIfExists(mark);
      throw nothing.refusal;
    }
  }

  /** Tells if there is nothing to do, so that others who are at work are left alone. */
  private boolean isInPlace(Mode mode, Path warehouse) throws IOException {
    try {
      if (!guard.hasCatalog()) {
        return false;
      }
      guard.check(action);
      if (mode == Mode.MAKE_CATALOG) {
        Map<TableIdentifier, String> entries = entries(kind.database());
        for (WarehouseTables.Folder folder : WarehouseTables.writtenIn(warehouse)) {
          String known = entries.get(TableIdentifier.of(folder.namespace(), folder.name()));
          List<Path> files = folder.metadataFiles();
          if (known == null || files.isEmpty() || !isNamed(known, files.get(0))) {
            return false;
          }
        }
      }
      return true;
    } catch (SQLException | AsOfException toBeMended) {
      return false;
    }
  }

  private static boolean isNamed(String location, Path file) {
    return Path.of(LocalFileIO.withoutScheme(location)).getFileName().equals(file.getFileName());
  }

  /** Says that nothing was touched. */
  private static final class NothingToRead extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient AsOfException refusal;

    NothingToRead(AsOfException refusal) {
      super(refusal);
      this.refusal = refusal;
    }
  }

  /** Locks the mark until its channel is closed. */
  private void lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      // It counts as taken.
    }
    if (lock == null) {
      throw new AsOfException(
          ErrorCode.CATALOG_UNAVAILABLE,
          "Cannot " + action + ": another process is relocating it; wait until it has ended");
    }
  }

  private Outcome lockedRun(Mode mode, Path home, Path warehouse) throws IOException, SQLException {
    Path part = kind.database().resolveSibling("catalog.db.part");
    Path ready = kind.database().resolveSibling("catalog.db.relocated");
    if (Files.exists(ready) && Files.notExists(kind.database())) {
      // An earlier run was cut off between two renames.
      Files.move(ready, kind.database());
    }
    boolean whole = false;
    try {
      whole = guard.hasCatalog();
    } catch (SQLException damaged) {
      if (mode == Mode.KEEP_CATALOG) {
        throw damaged;
      }
    }
    List<WarehouseTables.Folder> folders = WarehouseTables.in(warehouse);
    if (mode == Mode.KEEP_CATALOG && !whole) {
      throw new NothingToRead(withoutCatalog());
    }
    if (mode == Mode.MAKE_CATALOG && WarehouseTables.writtenIn(warehouse).isEmpty()) {
      throw new NothingToRead(ServedCatalog.nothingThere(place));
    }
    checkFolders(warehouse);
    HomeIdentity.InCatalog before =
        whole
            ? HomeIdentity.inCatalog(kind.database())
            : new HomeIdentity.InCatalog(Optional.empty(), false, List.of());
    Optional<Path> from =
        before
            .identity()
            .or(() -> claimedBy(warehouse))
            .map(HomeIdentity::home)
            .or(
                () ->
                    before.locations().stream()
                        .map(HomeGuard::homeOf)
                        .filter(path -> !path.equals(home))
                        .findFirst());

    Map<WarehouseTables.Folder, Long> rewritten = new LinkedHashMap<>();
    for (WarehouseTables.Folder folder : folders) {
      rewritten.put(folder, new TablePaths(folder).rewrite());
    }

    delete(part);
    List<RelocatedTable> tables;
    if (mode == Mode.KEEP_CATALOG) {
      copyDatabase(part);
      tables = moveEntries(part, warehouse, rewritten);
    } else {
      tables = register(part, warehouse, rewritten, whole ? entries(kind.database()) : Map.of());
    }
    HomeIdentity identity =
        claimedBy(warehouse).filter(one -> one.isAt(home)).isPresent()
            ? claimedBy(warehouse).get()
            : HomeIdentity.of(home);
    identity.storeIn(part);
    delete(ready);
    Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
    force(ready);

    Optional<Path> backup = Optional.empty();
    if (mode == Mode.MAKE_CATALOG && Files.exists(kind.database())) {
      backup = Optional.of(free(kind.database().resolveSibling("catalog.db.before-rebuild")));
      moveWithJournal(kind.database(), backup.get());
    } else {
      // The journal of a commit that was cut off belongs to the old file, and the copy has it in.
      Path old = kind.database().resolveSibling("catalog.db.old");
      delete(old);
      if (Files.exists(kind.database())) {
        moveWithJournal(kind.database(), old);
      }
    }
    identity.replaceIn(warehouse);
    Files.move(ready, kind.database(), StandardCopyOption.ATOMIC_MOVE);
    delete(kind.database().resolveSibling("catalog.db.old"));
    return new Outcome(from, home, tables, backup);
  }

  private static Optional<HomeIdentity> claimedBy(Path warehouse) {
    try {
      return HomeIdentity.inWarehouse(warehouse);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private AsOfException withoutCatalog() throws IOException {
    if (WarehouseTables.writtenIn(kind.warehouse()).isEmpty()) {
      return ServedCatalog.nothingThere(place);
    }
    return new AsOfException(
        ErrorCode.CATALOG_LOST,
        "Cannot "
            + action
            + ": it has no catalog.db; restore that from a copy, or run asof lake relocate"
            + " --rebuild-catalog");
  }

  /** Refuses folders that are links: what is rewritten in them would be another home's. */
  private void checkFolders(Path warehouse) throws IOException {
    for (Path namespace : WarehouseTables.list(warehouse)) {
      refuseLink(namespace);
      for (Path table : WarehouseTables.list(namespace)) {
        refuseLink(table);
        for (Path below : WarehouseTables.list(table)) {
          refuseLink(below);
        }
      }
    }
  }

  private void refuseLink(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder) && Files.isDirectory(folder)) {
      throw new NothingToRead(
          new AsOfException(
              ErrorCode.WAREHOUSE_SHARED,
              "Cannot "
                  + action
                  + ": "
                  + folder
                  + " is a link to "
                  + folder.toRealPath()
                  + "; give this home a copy of the files first (cp -aL)"));
    }
  }

  /** Copies the database byte by byte, with what SQLite needs to undo a commit that was cut off. */
  private void copyDatabase(Path part) throws IOException {
    for (String suffix : JOURNALS) {
      Path journal = sibling(kind.database(), suffix);
      if (Files.exists(journal)) {
        Files.copy(journal, sibling(part, suffix));
      }
    }
    Files.createFile(part, HomeFolder.ofFiles());
    Files.copy(kind.database(), part, StandardCopyOption.REPLACE_EXISTING);
  }

  private static final List<String> JOURNALS = List.of("-journal", "-wal");

  private static Path sibling(Path database, String suffix) {
    return database.resolveSibling(database.getFileName() + suffix);
  }

  private static void moveWithJournal(Path from, Path to) throws IOException {
    Files.move(from, to);
    for (String suffix : JOURNALS) {
      if (Files.exists(sibling(from, suffix))) {
        Files.move(sibling(from, suffix), sibling(to, suffix));
      }
    }
    Files.deleteIfExists(sibling(from, "-shm"));
  }

  private static void delete(Path database) throws IOException {
    Files.deleteIfExists(database);
    for (String suffix : List.of("-journal", "-wal", "-shm")) {
      Files.deleteIfExists(sibling(database, suffix));
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static Path free(Path wanted) {
    Path path = wanted;
    for (int number = 2; Files.exists(path); number++) {
      path = wanted.resolveSibling(wanted.getFileName() + "-" + number);
    }
    return path;
  }

  /** The metadata that a catalog names, by namespace and table. */
  private static Map<TableIdentifier, String> entries(Path database) throws SQLException {
    Map<TableIdentifier, String> entries = new TreeMap<>(TABLE_ORDER);
    try (Connection connection = HomeIdentity.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_namespace, table_name, metadata_location FROM iceberg_tables")) {
      while (rows.next()) {
        entries.put(TableIdentifier.of(rows.getString(1), rows.getString(2)), rows.getString(3));
      }
    }
    return entries;
  }

  private static final Comparator<TableIdentifier> TABLE_ORDER =
      Comparator.comparing(TableIdentifier::toString);

  private List<RelocatedTable> moveEntries(
      Path database, Path warehouse, Map<WarehouseTables.Folder, Long> rewritten)
      throws IOException, SQLException {
    List<RelocatedTable> tables = new ArrayList<>();
    try (Connection connection = HomeIdentity.connect(database);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
                    + " WHERE table_namespace = ? AND table_name = ?")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // What an ingest made for itself is in use where that ingest runs, which is not here.
        statement.execute(
            "DELETE FROM iceberg_tables WHERE table_name LIKE '"
                + RowSpool.PREFIX.replace("_", "\\_")
                + "%' ESCAPE '\\'");
      }
      for (Map.Entry<TableIdentifier, String> entry : entries(database).entrySet()) {
        TableIdentifier name = entry.getKey();
        if (WarehouseTables.isStaging(name.name())) {
          continue;
        }
        WarehouseTables.Folder folder =
            new WarehouseTables.Folder(
                name.namespace().toString(),
                name.name(),
                warehouse.resolve(name.namespace().toString()).resolve(name.name()));
        TablePaths paths = new TablePaths(folder);
        String here = paths.here(entry.getValue());
        TableFiles files = whole(warehouse, Path.of(LocalFileIO.withoutScheme(here)), name);
        update.setString(1, here);
        update.setString(2, previous(connection, name).map(paths::here).orElse(null));
        update.setString(3, name.namespace().toString());
        update.setString(4, name.name());
        update.executeUpdate();
        tables.add(
            table(
                folder,
                files,
                rewritten.getOrDefault(folder, 0L),
                Path.of(here),
                here.equals(entry.getValue()) ? Change.KEPT : Change.MOVED));
      }
      connection.commit();
    }
    return tables;
  }

  private static Optional<String> previous(Connection connection, TableIdentifier name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT previous_metadata_location FROM iceberg_tables WHERE table_namespace = ? AND"
                + " table_name = ?")) {
      select.setString(1, name.namespace().toString());
      select.setString(2, name.name());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static RelocatedTable table(
      WarehouseTables.Folder folder,
      TableFiles files,
      long rewritten,
      Path metadata,
      Change change) {
    return new RelocatedTable(
        folder.namespace(),
        folder.name(),
        files.tags(),
        files.snapshots(),
        files.files(),
        rewritten,
        metadata.getFileName().toString(),
        change);
  }

  private TableFiles whole(Path warehouse, Path metadata, TableIdentifier name) {
    TableFiles files = TableFiles.of(io, warehouse, metadata);
    if (files.missing().isPresent()) {
      throw new AsOfException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot "
              + action
              + ": "
              + name.name()
              + " needs "
              + files.missing().get()
              + ", which is missing or damaged here; copy the whole home again while nothing"
              + " writes to it, or run asof lake relocate --rebuild-catalog to go back to the"
              + " newest version of each table that is whole");
    }
    return files;
  }

  /** Makes a catalog that names the newest metadata of each table which are whole. */
  private List<RelocatedTable> register(
      Path database,
      Path warehouse,
      Map<WarehouseTables.Folder, Long> rewritten,
      Map<TableIdentifier, String> before)
      throws IOException {
    List<RelocatedTable> tables = new ArrayList<>();
    Files.createFile(database, HomeFolder.ofFiles());
    try (JdbcCatalog catalog = new EmbeddedCatalog(place, kind).connectMaking(database)) {
      for (Map.Entry<WarehouseTables.Folder, Long> entry : rewritten.entrySet()) {
        WarehouseTables.Folder folder = entry.getKey();
        if (WarehouseTables.isStaging(folder.name())) {
          continue;
        }
        Optional<Path> newest = Optional.empty();
        TableFiles files = null;
        for (Path metadata : folder.metadataFiles()) {
          files = TableFiles.of(io, warehouse, metadata);
          if (files.missing().isEmpty()) {
            newest = Optional.of(metadata);
            break;
          }
        }
        if (newest.isEmpty()) {
          if (!folder.wasWritten()) {
            continue;
          }
          throw new AsOfException(
              ErrorCode.STORAGE_UNAVAILABLE,
              "Cannot "
                  + action
                  + ": no version of "
                  + folder.name()
                  + " is whole"
                  + (files == null ? "" : "; the oldest one lacks " + files.missing().orElse(""))
                  + "; restore the warehouse folder from a copy");
        }
        Namespace namespace = Namespace.of(folder.namespace());
        if (!catalog.namespaceExists(namespace)) {
          catalog.createNamespace(namespace, Map.of());
        }
        TableIdentifier name = TableIdentifier.of(namespace, folder.name());
        catalog.registerTable(name, newest.get().toString());
        String known = before.get(name);
        tables.add(
            table(
                folder,
                files,
                entry.getValue(),
                newest.get(),
                known == null
                    ? Change.FOUND
                    : isNamed(known, newest.get()) ? Change.KEPT : Change.RENEWED));
      }
    }
    return tables;
  }
}
