package io.contrastream.trainer;

import io.contrastream.schema.OffsetRange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trainer's position in the labelled pairs.
 *
 * @param from for each partition, the first offset read
 * @param next for each partition, the next offset to read
 * @param turn the partition to read next
 */
public record Position(Map<Integer, Long> from, Map<Integer, Long> next, int turn) {

  public Position {
    from = Collections.unmodifiableMap(new TreeMap<>(from));
    next = Collections.unmodifiableMap(new TreeMap<>(next));
  }

  /** The position in a topic without partitions; {@link #with} adds them. */
  static final Position NONE = new Position(Map.of(), Map.of(), 0);

  /** Adds the partitions that are new, at their beginnings. */
  Position with(Map<Integer, Long> beginnings) {
    Map<Integer, Long> newFrom = new TreeMap<>(beginnings);
    newFrom.putAll(from);
    Map<Integer, Long> newNext = new TreeMap<>(beginnings);
    newNext.putAll(next);
    return new Position(newFrom, newNext, turn);
  }

  /** Returns what was read of each partition. */
  List<OffsetRange> ranges(String topic) {
    return next.entrySet().stream()
        .map(each -> range(topic, each.getKey(), each.getValue()))
        .toList();
  }

  private OffsetRange range(String topic, int partition, long end) {
    return new OffsetRange(topic, partition, from.get(partition), end);
  }

  Position after(int partition, long offset) {
    Map<Integer, Long> newNext = new TreeMap<>(next);
    newNext.put(partition, offset + 1);
    return new Position(from, newNext, (partition + 1) % next.size());
  }
}
