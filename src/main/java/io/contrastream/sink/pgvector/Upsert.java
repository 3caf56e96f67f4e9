package io.contrastream.sink.pgvector;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import java.util.Locale;

/** Writes rows over older ones of the same input. */
final class Upsert {
  /** The end of the year 9999; what is later, or before 1970, is no time of an embedding. */
  private static final long MAX_MS = 253_402_300_799_999L;

  private Upsert() {}

  /**
   * @param rows at most one of each id and modality
   */
  static void write(Connection connection, Space space, Collection<Row> rows) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(sql(space.table()))) {
      for (Row row : rows) {
        bind(upsert, row);
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** The driver joins a batch of such statements to few with many rows each. */
  private static String sql(String table) {
    return """
    INSERT INTO %s AS old (id, modality, label, vector, pair_id, role, key, checkpoint,
      normalized, produced_at, embedded_at, "partition", "offset")
    VALUES (?, ?, ?, ?::real[]::vector, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id, modality) DO UPDATE SET label = excluded.label, vector = excluded.vector,
      pair_id = excluded.pair_id, role = excluded.role, key = excluded.key,
      checkpoint = excluded.checkpoint, normalized = excluded.normalized,
      produced_at = excluded.produced_at, embedded_at = excluded.embedded_at,
      "partition" = excluded."partition", "offset" = excluded."offset"
    WHERE CASE WHEN old."partition" = excluded."partition"
      THEN old."offset" < excluded."offset"
      ELSE coalesce(old.embedded_at <= excluded.embedded_at, true) END\
    """
        .formatted(table);
  }

  private static void bind(PreparedStatement upsert, Row row) throws SQLException {
    ImageEmbedding embedding = row.embedding();
    upsert.setString(1, embedding.getImageId());
    upsert.setString(2, embedding.getModality().name().toLowerCase(Locale.ROOT));
    upsert.setObject(3, embedding.getLabel(), Types.INTEGER);
    upsert.setObject(4, row.vector());
    upsert.setString(5, embedding.getPairId());
    upsert.setString(6, embedding.getRole().name().toLowerCase(Locale.ROOT));
    upsert.setString(7, row.key());
    upsert.setString(8, embedding.getCheckpointId());
    upsert.setBoolean(9, embedding.getNormalized());
    upsert.setTimestamp(10, time(embedding.getProducedAtMs()));
    upsert.setTimestamp(11, time(embedding.getEmbeddedAtMs()));
    upsert.setInt(12, row.partition());
    upsert.setLong(13, row.offset());
  }

  private static Timestamp time(long ms) {
    return ms > 0 && ms <= MAX_MS ? new Timestamp(ms) : null;
  }
}
