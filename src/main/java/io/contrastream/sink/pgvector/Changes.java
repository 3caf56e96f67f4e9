package io.contrastream.sink.pgvector;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.sink.Row;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch does to the tables: the last row of each input and space, and the keys to delete
 * before these are written. One statement cannot write the same row twice.
 */
final class Changes {
  private record Id(String input, Modality modality) {}

  private final Map<String, Map<Id, Row>> rowsBySpace = new LinkedHashMap<>();
  private final Set<String> deletedKeys = new LinkedHashSet<>();

  Changes(List<Row> batch) {
    batch.forEach(this::add);
  }

  private void add(Row row) {
    if (row.isTombstone()) {
      deletedKeys.add(row.key());
      rowsBySpace
          .values()
          .forEach(rows -> rows.values().removeIf(earlier -> row.key().equals(earlier.key())));
    } else {
      ImageEmbedding embedding = row.embedding();
      Map<Id, Row> rows =
          rowsBySpace.computeIfAbsent(embedding.getSpaceId(), space -> new LinkedHashMap<>());
      rows.merge(new Id(embedding.getImageId(), embedding.getModality()), row, Changes::newer);
    }
  }

  /** Offsets of different partitions say nothing about time. */
  private static Row newer(Row earlier, Row row) {
    boolean later =
        earlier.partition() == row.partition()
            || row.embedding().getEmbeddedAtMs() >= earlier.embedding().getEmbeddedAtMs();
    return later ? row : earlier;
  }

  Set<String> deletedKeys() {
    return deletedKeys;
  }

  Set<String> spaces() {
    return rowsBySpace.keySet();
  }

  /** Returns at most one row of each id and modality. */
  Collection<Row> rows(String space) {
    return rowsBySpace.get(space).values();
  }
}
