package io.contrastream.trainer;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a trainer has read the labelled pairs.
 *
 * @param from the first offset of each partition that it has read
 * @param next the offset of each partition that it reads next
 * @param turn the partition whose turn it is
 */
public record Position(Map<Integer, Long> from, Map<Integer, Long> next, int turn) {

  public Position {
    from = Collections.unmodifiableMap(new TreeMap<>(from));
    next = Collections.unmodifiableMap(new TreeMap<>(next));
  }

  /** Before the first record. */
  static Position start(Map<Integer, Long> beginnings) {
    return new Position(beginnings, beginnings, 0);
  }

  /** With partitions that were added to the topic since. */
  Position with(Map<Integer, Long> beginnings) {
    Map<Integer, Long> newFrom = new TreeMap<>(beginnings);
    newFrom.putAll(from);
    Map<Integer, Long> newNext = new TreeMap<>(beginnings);
    newNext.putAll(next);
    return new Position(newFrom, newNext, turn);
  }

  /** After a record was taken. */
  Position after(int partition, long offset) {
    Map<Integer, Long> newNext = new TreeMap<>(next);
    newNext.put(partition, offset + 1);
    return new Position(from, newNext, (partition + 1) % next.size());
  }
}
