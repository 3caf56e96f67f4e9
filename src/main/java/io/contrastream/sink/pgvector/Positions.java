package io.contrastream.sink.pgvector;

import io.contrastream.sink.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The positions in the database. They are changed only if they are what this sink last knew, so two
 * sinks of one database disturb each other, but cannot write anything twice.
 */
final class Positions {
  private final Connection connection;
  private final String topic;
  private final Map<Integer, Long> known = new HashMap<>();

  private Positions(Connection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /** Reads the positions, which begin with 0; commits. */
  static Positions read(Connection connection, String topic, Set<Integer> partitions)
      throws SQLException {
    Positions positions = new Positions(connection, topic);
    positions.add(partitions);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT \"partition\", next_offset FROM contrastream_positions WHERE topic = ?")) {
      select.setString(1, topic);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          positions.known.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    connection.commit();
    return positions;
  }

  private void add(Set<Integer> partitions) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO contrastream_positions VALUES (?, ?, 0) ON CONFLICT DO NOTHING")) {
      for (int partition : partitions) {
        insert.setString(1, topic);
        insert.setInt(2, partition);
        insert.executeUpdate();
      }
    }
  }

  Map<Integer, Long> known() {
    return Map.copyOf(known);
  }

  /**
   * Moves the positions, without a commit. In the order of the partitions, so that two sinks wait
   * for each other in turn.
   *
   * @throws StoreException if another sink has moved one
   */
  void move(Map<Integer, Long> next) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE contrastream_positions SET next_offset = ?"
                + " WHERE topic = ? AND \"partition\" = ? AND next_offset = ?")) {
      for (Map.Entry<Integer, Long> each : new TreeMap<>(next).entrySet()) {
        long before = known.get(each.getKey());
        if (each.getValue() != before) {
          update.setLong(1, each.getValue());
          update.setString(2, topic);
          update.setInt(3, each.getKey());
          update.setLong(4, before);
          if (update.executeUpdate() == 0) {
            throw new StoreException(
                "Another sink writes to the same database; stop one of them", null);
          }
        }
      }
    }
    known.putAll(next);
  }
}
