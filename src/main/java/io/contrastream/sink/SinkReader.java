package io.contrastream.sink;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Moves batches from the topic to a store, between two failures. Not thread-safe. */
final class SinkReader {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  /** The consumer renews its metadata no more often. */
  private static final Duration PARTITION_CHECK = Duration.ofMinutes(1);

  private final TopicReader<String, ImageEmbedding> reader;
  private final Store store;
  private final Tally tally;
  private final Map<Integer, Long> ends = new TreeMap<>();
  private long checkedNs = System.nanoTime();

  SinkReader(TopicReader<String, ImageEmbedding> reader, Store store, Tally tally) {
    this.reader = reader;
    this.store = store;
    this.tally = tally;
  }

  Set<Integer> partitions() {
    return reader.partitions().stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  /**
   * Continues from the positions of a store.
   *
   * @return how many offsets the topic no longer has behind these positions, by partition
   */
  Map<Integer, Long> seek(Map<Integer, Long> positions) {
    Map<Integer, Long> lost = new TreeMap<>();
    reader
        .beginningOffsets(reader.partitions())
        .forEach(
            (partition, beginning) -> {
              long stored = positions.getOrDefault(partition.partition(), 0L);
              reader.seek(partition, Math.max(stored, beginning));
              if (stored > 0 && stored < beginning) {
                lost.put(partition.partition(), beginning - stored);
              }
            });
    // Second: Kafka's client takes the last offsets that it was told, of either kind, for the lag.
    reader
        .endOffsets(reader.partitions())
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return lost;
  }

  /** Returns where the partitions ended when reading began. */
  Map<Integer, Long> ends() {
    return ends;
  }

  /** Reads what has arrived, and writes it. */
  void copyBatch() {
    requireAllPartitions();
    List<Row> rows = new ArrayList<>();
    reader.poll(POLL_TIMEOUT, record -> accept(record, rows), tally::skipped);
    if (!rows.isEmpty()) {
      store.write(new Batch(rows, positions()));
      tally.written(rows);
    }
  }

  private void accept(ConsumerRecord<String, ImageEmbedding> record, List<Row> rows) {
    Row row = Row.of(record);
    Optional<String> fault = row.fault().or(() -> store.refusal(row));
    if (fault.isEmpty()) {
      rows.add(row);
    } else {
      tally.skipped(
          "%s-%d at offset %d: %s"
              .formatted(record.topic(), row.partition(), row.offset(), fault.get()));
    }
  }

  private void requireAllPartitions() {
    if (System.nanoTime() - checkedNs > PARTITION_CHECK.toNanos()) {
      checkedNs = System.nanoTime();
      reader.requireAllPartitions();
    }
  }

  private Map<Integer, Long> positions() {
    Map<Integer, Long> positions = new TreeMap<>();
    reader.partitions().forEach(each -> positions.put(each.partition(), reader.position(each)));
    return positions;
  }

  boolean isAt(Map<Integer, Long> ends) {
    Map<Integer, Long> positions = positions();
    return ends.entrySet().stream().allMatch(end -> positions.get(end.getKey()) >= end.getValue());
  }

  /** Names a partition that ends before the position, if there is one. */
  Optional<String> beyondEnd() {
    Map<Integer, Long> positions = positions();
    return ends.entrySet().stream()
        .filter(end -> positions.get(end.getKey()) > end.getValue())
        .map(
            end ->
                "partition %d ends at %d, the store is at %d"
                    .formatted(end.getKey(), end.getValue(), positions.get(end.getKey())))
        .findFirst();
  }

  /** Whether all that is known to be in the topic has been read. */
  boolean isCaughtUp() {
    return reader.partitions().stream()
        .map(reader::currentLag)
        .allMatch(lag -> lag.isPresent() && lag.getAsLong() == 0);
  }

  /** Returns what is known of the lag without asking the broker. */
  long lag() {
    return reader.partitions().stream()
        .map(reader::currentLag)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .sum();
  }
}
