package dev.asof.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Checks the database of an embedded lake: by SQLite's own check of its pages, and by looking for
 * tables in the warehouse that it does not name, because a name that changed hides a table. Folders
 * with unreadable checksums are told too.
 */
final class CatalogInspection {
  private CatalogInspection() {}

  static List<FileDamage> of(LakeTables tables) {
    List<FileDamage> damages = new ArrayList<>();
    if (tables.place().catalog() instanceof PlaceCatalog.Embedded embedded) {
      pages(embedded.database()).forEach(damages::add);
      try {
        warehouse(tables, embedded.warehouse().resolve(tables.namespace()), damages);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return damages;
  }

  private static List<FileDamage> pages(Path database) {
    List<FileDamage> damages = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA integrity_check(1)")) {
      while (found.next()) {
        if (!"ok".equals(found.getString(1))) {
          damages.add(ofDatabase(database, Failures.oneLine(found.getString(1))));
        }
      }
    } catch (SQLException unreadable) {
      damages.add(ofDatabase(database, Failures.oneLine(String.valueOf(unreadable.getMessage()))));
    }
    return damages;
  }

  private static FileDamage ofDatabase(Path database, String reason) {
    return new FileDamage(
        "",
        database.toString(),
        reason,
        List.of("every table"),
        "restore it from a backup: the tables' own files are not touched by it");
  }

  private static void warehouse(LakeTables tables, Path namespace, List<FileDamage> damages)
      throws IOException {
    if (!Files.isDirectory(namespace)) {
      return;
    }
    Set<String> named =
        tables.identifiers().stream().map(TableIdentifier::name).collect(Collectors.toSet());
    try (Stream<Path> walked = Files.walk(namespace)) {
      for (Path folder : (Iterable<Path>) walked.filter(Files::isDirectory).sorted()::iterator) {
        if (folder.getParent().equals(namespace)) {
          unnamed(folder, named, damages);
        }
        int lines = FolderChecksums.damagedLines(folder);
        if (lines > 0) {
          damages.add(
              new FileDamage(
                  namespace.relativize(folder).getName(0).toString(),
                  folder.resolve(FolderChecksums.NAME).toString(),
                  lines + (lines == 1 ? " line" : " lines") + " of checksums cannot be read",
                  List.of(),
                  "restore it from a backup; without one, files of this folder are checked by what"
                      + " they hold alone"));
        }
      }
    }
  }

  private static void unnamed(Path folder, Set<String> named, List<FileDamage> damages)
      throws IOException {
    String name = folder.getFileName().toString();
    Path metadata = folder.resolve("metadata");
    if (named.contains(name) || name.startsWith(RowSpool.PREFIX) || !Files.isDirectory(metadata)) {
      return;
    }
    try (Stream<Path> files = Files.list(metadata)) {
      if (files.anyMatch(file -> file.toString().endsWith(".metadata.json"))) {
        damages.add(
            new FileDamage(
                name,
                folder.toString(),
                "the catalog does not name this table",
                List.of(),
                "restore catalog.db from a backup, or register the table's newest metadata file"
                    + " (docs/RUNBOOK.md, Restore)"));
      }
    }
  }
}
