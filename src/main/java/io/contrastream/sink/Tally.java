package io.contrastream.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a sink does. A row that is written again after a failure counts once; a record that
 * is skipped again counts again. Not thread-safe.
 */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  /** More would fill the screen; the log has them all. */
  private static final int MAX_NAMED = 3;

  private final SinkListener listener;

  /** The offset after the last row that was counted, by partition. */
  private final Map<Integer, Long> counted = new HashMap<>();

  private long rows;
  private long tombstones;
  private long skipped;
  private long lag;

  Tally(SinkListener listener) {
    this.listener = listener;
  }

  void written(List<Row> batch) {
    for (Row row : batch) {
      if (row.offset() >= counted.getOrDefault(row.partition(), 0L)) {
        counted.put(row.partition(), row.offset() + 1);
        rows += row.isTombstone() ? 0 : 1;
        tombstones += row.isTombstone() ? 1 : 0;
      }
    }
  }

  /**
   * @param what the record's position, and why it is skipped
   */
  void skipped(String what) {
    skipped++;
    LOG.warn("Skipping {}", what);
    if (skipped <= MAX_NAMED) {
      listener.note("Skipping " + what);
    }
  }

  void lag(long records) {
    lag = records;
  }

  SinkCounts counts() {
    return new SinkCounts(rows, tombstones, skipped, lag);
  }
}
