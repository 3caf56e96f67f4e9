package io.contrastream.sink.pgvector;

import io.contrastream.lifecycle.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creates the sink's own tables and brings those of older releases up to date, in one transaction.
 */
final class Migrations {
  /** Each element leads from one version to the next; only ever append to it. */
  private static final List<String> STEPS =
      List.of(
          """
          CREATE TABLE contrastream_positions (
            topic text, "partition" int, next_offset bigint NOT NULL,
            PRIMARY KEY (topic, "partition"));
          CREATE TABLE contrastream_spaces (
            number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            space text NOT NULL UNIQUE,
            dimension int NOT NULL,
            indexed boolean NOT NULL DEFAULT false,
            active boolean NOT NULL DEFAULT false,
            created_at timestamptz NOT NULL DEFAULT now());
          CREATE UNIQUE INDEX contrastream_one_active ON contrastream_spaces (active) WHERE active;
          """);

  private Migrations() {}

  /**
   * @param connection without auto-commit
   */
  static void apply(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Another sink may start at the same time.
      statement.execute("SELECT pg_advisory_xact_lock(hashtext('contrastream sink'))");
      requireExtension(statement);
      statement.execute(
          "CREATE TABLE IF NOT EXISTS contrastream_migrations"
              + " (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
      int version =
          number(statement, "SELECT coalesce(max(version), 0) FROM contrastream_migrations");
      if (version > STEPS.size()) {
        throw new StartupException(
            "The tables in the database have version %d and were made by a newer release, this one"
                    .formatted(version)
                + " knows %d; use the newer one".formatted(STEPS.size()));
      }
      for (int step = version; step < STEPS.size(); step++) {
        statement.execute(STEPS.get(step));
        statement.execute("INSERT INTO contrastream_migrations VALUES (" + (step + 1) + ")");
      }
    }
    connection.commit();
  }

  private static void requireExtension(Statement statement) throws SQLException {
    if (number(statement, "SELECT count(*) FROM pg_extension WHERE extname = 'vector'") == 0) {
      try {
        statement.execute("CREATE EXTENSION vector");
      } catch (SQLException e) {
        throw new StartupException(
            "The database lacks the extension vector, and it can't be created (%s): install pgvector"
                    .formatted(DatabaseFaults.message(e))
                + " on its machine, and run CREATE EXTENSION vector as an administrator",
            e);
      }
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }
}
