package dev.asof.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of a home, which no other home has, and the folder in which its catalog and its files
 * expect to lie. It stands in the catalog and in the warehouse, so that neither can be taken for
 * another home's.
 *
 * @param id a random name
 * @param home an absolute path without symbolic links
 */
record HomeIdentity(String id, Path home) {
  /** The file in the warehouse. */
  static final String FILE = "asof-home";

  private static final String TABLE = "asof_home";
  private static final String TABLES_OF_ICEBERG = "iceberg_tables";
  private static final int BUSY_TIMEOUT_MILLIS = 30_000;

  /** A new one for a home, which must be there. */
  static HomeIdentity of(Path home) throws IOException {
    return new HomeIdentity(UUID.randomUUID().toString(), home.toRealPath());
  }

  /** Tells if a folder is the home of this identity, by whatever path it is reached. */
  boolean isAt(Path folder) {
    return isSame(home, folder);
  }

  static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException absent) {
      return false;
    }
  }

  /** The identity that a warehouse bears. */
  static Optional<HomeIdentity> inWarehouse(Path warehouse) throws IOException {
    try {
      List<String> lines = Files.readAllLines(warehouse.resolve(FILE), StandardCharsets.UTF_8);
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(new HomeIdentity(lines.get(0), Path.of(lines.get(1))));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Gives a warehouse this identity unless it has one, and returns the one that it has. */
  HomeIdentity claim(Path warehouse) throws IOException {
    Path file = warehouse.resolve(FILE);
    Path aside = writeAside(file);
    try {
      try {
        Files.createLink(file, aside);
      } catch (UnsupportedOperationException noLinksOnThisDisk) {
        Files.move(aside, file);
      }
      return this;
    } catch (FileAlreadyExistsException claimed) {
      return inWarehouse(warehouse).orElse(this);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Gives a warehouse this identity in place of the one that it has. */
  void replaceIn(Path warehouse) throws IOException {
    Path file = warehouse.resolve(FILE);
    Path aside = writeAside(file);
    try {
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private Path writeAside(Path file) throws IOException {
    Path aside = file.resolveSibling(FILE + "." + UUID.randomUUID());
    Files.createFile(aside, HomeFolder.ofFiles());
    return Files.writeString(aside, id + "\n" + home + "\n", StandardCharsets.UTF_8);
  }

  /**
   * What a catalog's database says about itself.
   *
   * @param identity of the home that it was made for; empty for one of an earlier version
   * @param isCatalog false when it lacks Iceberg's tables
   * @param locations of the tables' current metadata
   */
  record InCatalog(Optional<HomeIdentity> identity, boolean isCatalog, List<String> locations) {}

  /** Reads it from a database, which must be there; writes nothing. */
  static InCatalog inCatalog(Path database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      Optional<HomeIdentity> identity = Optional.empty();
      if (hasTable(statement, TABLE)) {
        try (ResultSet row = statement.executeQuery("SELECT id, path FROM " + TABLE)) {
          if (row.next()) {
            identity = Optional.of(new HomeIdentity(row.getString(1), Path.of(row.getString(2))));
          }
        }
      }
      boolean catalog = hasTable(statement, TABLES_OF_ICEBERG);
      List<String> locations = new ArrayList<>();
      if (catalog) {
        try (ResultSet rows =
            statement.executeQuery("SELECT metadata_location FROM " + TABLES_OF_ICEBERG)) {
          while (rows.next()) {
            locations.add(String.valueOf(rows.getString(1)));
          }
        }
      }
      return new InCatalog(identity, catalog, locations);
    }
  }

  private static boolean hasTable(Statement statement, String name) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '" + name + "'")) {
      return row.next();
    }
  }

  /** Gives a catalog this identity in place of the one that it has. */
  void storeIn(Path database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE IF NOT EXISTS " + TABLE + " (id TEXT NOT NULL, path TEXT NOT NULL)");
      statement.execute("DELETE FROM " + TABLE);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
        insert.setString(1, id);
        insert.setString(2, home.toString());
        insert.execute();
      }
      connection.commit();
    }
  }

  /** A connection to a database of a home, which waits for other writers as Iceberg's does. */
  static Connection connect(Path database) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
