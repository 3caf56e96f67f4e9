package io.contrastream.topic.history;

import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.registry.BadRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads part of a topic: the newest records, or those of a time span. Nothing is fetched between
 * two calls, so that a busy topic costs no more than a quiet one. Not thread-safe.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long READ_TIMEOUT_NS = Duration.ofMillis(800).toNanos();
  private static final Map<String, Object> SMALL_FETCHES =
      Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 16);

  private final TopicReader<byte[], byte[]> reader;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> endsAtOpening;
  private long skipped;

  /**
   * @param back how many records of each partition to go back for the first read
   * @throws io.contrastream.topic.TopicException if the topic does not exist
   */
  public TopicTail(Map<String, Object> properties, String topic, long back) {
    reader =
        new TopicReader<>(properties, Topic.ofBytes(topic), TopicReader.From.LATEST, SMALL_FETCHES);
    partitions = reader.partitions();
    try {
      reader.pause(partitions);
      Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
      endsAtOpening = reader.endOffsets(partitions);
      endsAtOpening.forEach((p, end) -> reader.seek(p, Math.max(begins.get(p), end - back)));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Whether everything in the topic when this was opened has been read or skipped. */
  boolean isPastOpening() {
    return endsAtOpening.entrySet().stream()
        .allMatch(end -> reader.position(end.getKey()) >= end.getValue());
  }

  /** Returns the records since the last call, but only the newest {@code max} of a partition. */
  public List<ConsumerRecord<byte[], byte[]>> newest(int max) {
    Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
    ends.forEach(
        (partition, end) -> {
          long older = end - reader.position(partition) - max;
          if (older > 0) {
            skipped += older;
            reader.seek(partition, end - max);
          }
        });
    return readTo(ends, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Returns records by their timestamps, at most {@code max} of each partition. */
  public List<ConsumerRecord<byte[], byte[]>> between(long fromMs, long toMs, int max) {
    Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
    seek(fromMs, ends);
    return readTo(ends, toMs, max);
  }

  /** Moves to the first records with this timestamp or a later one, for {@link #more} to read. */
  public void seek(long fromMs) {
    seek(fromMs, reader.endOffsets(partitions));
  }

  /** Returns the records of one fetch, following {@link #seek(long)} or the last call. */
  public List<ConsumerRecord<byte[], byte[]>> more(Duration timeout) {
    reader.resume(partitions);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    reader.poll(timeout).forEach(records::add);
    return records;
  }

  private void seek(long fromMs, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, fromMs));
    Map<TopicPartition, OffsetAndTimestamp> found = reader.offsetsForTimes(times);
    partitions.forEach(
        partition -> {
          OffsetAndTimestamp first = found.get(partition);
          reader.seek(partition, first == null ? ends.get(partition) : first.offset());
        });
  }

  private List<ConsumerRecord<byte[], byte[]>> readTo(
      Map<TopicPartition, Long> ends, long toMs, int max) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<TopicPartition, Integer> counts = new HashMap<>();
    Set<TopicPartition> open = new HashSet<>(partitions);
    long deadlineNs = System.nanoTime() + READ_TIMEOUT_NS;
    pauseIf(open, partition -> reader.position(partition) >= ends.get(partition));
    reader.resume(open);
    while (!open.isEmpty() && System.nanoTime() < deadlineNs) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        boolean past = record.timestamp() > toMs || counts.merge(partition, 1, Integer::sum) > max;
        if (past) {
          pauseIf(open, partition::equals);
        } else {
          records.add(record);
        }
      }
      pauseIf(open, partition -> reader.position(partition) >= ends.get(partition));
    }
    reader.pause(partitions);
    return records;
  }

  private void pauseIf(Set<TopicPartition> open, Predicate<TopicPartition> done) {
    List<TopicPartition> paused = open.stream().filter(done).toList();
    reader.pause(paused);
    paused.forEach(open::remove);
  }

  /**
   * Returns how many offsets {@link #newest} has skipped so far. In a topic that is written in
   * transactions, a few of them are markers and not records.
   */
  long skipped() {
    return skipped;
  }

  /**
   * Decodes the values of records. What cannot be decoded is left out: it is among the dead
   * letters, or was written by a later version.
   */
  public static <V> List<V> values(
      List<ConsumerRecord<byte[], byte[]>> records, Topic<?, V> topic) {
    List<V> values = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        V value =
            topic
                .values()
                .deserializer()
                .deserialize(topic.name(), record.headers(), record.value());
        if (value != null) {
          values.add(value);
        }
      } catch (BadRecordException e) {
        // passed over
      }
    }
    return values;
  }

  public int partitions() {
    return partitions.size();
  }

  @Override
  public void close() {
    reader.close();
  }
}
