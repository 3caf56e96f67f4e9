package io.contrastream.sink.pgvector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of the spaces, their indexes, and the view that shows one of them. Reads the list of
 * spaces once, so it is made anew after a failure. Methods do not commit unless they say so.
 */
final class SpaceTables {
  /** More dimensions cannot be indexed. */
  static final int MAX_INDEXED_DIMENSION = 2000;

  private final Connection connection;
  private final Map<String, Space> spaces = new LinkedHashMap<>();

  SpaceTables(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT number, space, dimension, indexed, active FROM contrastream_spaces"
                    + " ORDER BY number")) {
      while (rows.next()) {
        put(
            new Space(
                rows.getInt(1),
                rows.getString(2),
                rows.getInt(3),
                rows.getBoolean(4),
                rows.getBoolean(5)));
      }
    }
  }

  private Space put(Space space) {
    spaces.put(space.id(), space);
    return space;
  }

  /** Returns the spaces in the order of their numbers. */
  List<Space> all() {
    return List.copyOf(spaces.values());
  }

  /** Returns null if the space has no table. */
  Space get(String id) {
    return spaces.get(id);
  }

  /** Creates the table of a space; the view shows the first one from then on. */
  Space create(String id, int dimension) throws SQLException {
    int number;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO contrastream_spaces (space, dimension) VALUES (?, ?) RETURNING number")) {
      insert.setString(1, id);
      insert.setInt(2, dimension);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        number = row.getInt(1);
      }
    }
    Space space = put(new Space(number, id, dimension, false, false));
    execute(
        """
        CREATE TABLE %s (
          id text, modality text, label int, vector vector(%d) NOT NULL,
          pair_id text, role text NOT NULL, key text, checkpoint text NOT NULL,
          normalized boolean NOT NULL, produced_at timestamptz, embedded_at timestamptz,
          "partition" int NOT NULL, "offset" bigint NOT NULL,
          PRIMARY KEY (id, modality))\
        """
            .formatted(space.table(), dimension));
    return spaces.values().stream().noneMatch(Space::active) ? show(space) : space;
  }

  /** Lets the view show a space. Queries see the old table or the new one, whole. */
  Space show(Space space) throws SQLException {
    execute("UPDATE contrastream_spaces SET active = false WHERE active");
    execute("UPDATE contrastream_spaces SET active = true WHERE number = " + space.number());
    // Without its dimension, the type of the column is the same for all spaces.
    execute(
        """
        CREATE OR REPLACE VIEW embeddings AS SELECT
          id, modality, label, vector::vector AS vector, pair_id, role, key, %s::text AS space,
          checkpoint, normalized, produced_at, embedded_at, "partition", "offset"
        FROM %s\
        """
            .formatted(quoted(space.id()), space.table()));
    all().forEach(each -> put(with(each, each.indexed(), each.number() == space.number())));
    return spaces.get(space.id());
  }

  /** Makes the indexes for search and for deletion by key; commits. Takes minutes for millions. */
  void index(Space space) throws SQLException {
    if (space.dimension() <= MAX_INDEXED_DIMENSION) {
      execute(
          "CREATE INDEX IF NOT EXISTS %1$s_vector ON %1$s USING hnsw (vector vector_cosine_ops)"
              .formatted(space.table()));
    }
    execute(
        "CREATE INDEX IF NOT EXISTS %1$s_key ON %1$s USING hash (key)".formatted(space.table()));
    execute("UPDATE contrastream_spaces SET indexed = true WHERE number = " + space.number());
    connection.commit();
    put(with(space, true, space.active()));
  }

  long rows(Space space) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + space.table())) {
      count.next();
      return count.getLong(1);
    }
  }

  /** Deletes what was embedded under these keys, in all spaces. */
  void delete(Collection<String> keys) throws SQLException {
    for (Space space : spaces.values()) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + space.table() + " WHERE key = ANY (?)")) {
        delete.setArray(1, connection.createArrayOf("text", keys.toArray()));
        delete.executeUpdate();
      }
    }
  }

  private static Space with(Space space, boolean indexed, boolean active) {
    return new Space(space.number(), space.id(), space.dimension(), indexed, active);
  }

  /** A view's definition takes no parameters. */
  private String quoted(String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT quote_literal(?)")) {
      statement.setString(1, text);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
