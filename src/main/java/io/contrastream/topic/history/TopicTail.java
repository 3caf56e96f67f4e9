package io.contrastream.topic.history;

import io.contrastream.topic.BadRecordException;
import io.contrastream.topic.Topic;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks at a topic without reading all of it: the newest records, or those of a span of time.
 * Between two looks nothing is fetched, so that a busy topic costs no more than a quiet one. No
 * consumer group, committed records only. One thread calls.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long PATIENCE_NS = Duration.ofMillis(800).toNanos();
  private static final int FETCH_BYTES = 1 << 16;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private Map<TopicPartition, Long> endsAtOpening;
  private long skipped;

  /**
   * @param properties of a consumer
   * @param back how many records of each partition the first look goes back
   * @throws KafkaException where the topic is not there, or Kafka does not answer
   */
  public TopicTail(Map<String, Object> properties, String topic, long back) {
    Map<String, Object> own = new HashMap<>(properties);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaException("Topic %s is not there".formatted(topic));
      }
      begin(back);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void begin(long back) {
    consumer.assign(partitions);
    consumer.pause(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    endsAtOpening = consumer.endOffsets(partitions);
    endsAtOpening.forEach((p, end) -> consumer.seek(p, Math.max(begins.get(p), end - back)));
  }

  /** Whether all that was there when this was opened has been read, or left out. */
  boolean isPastOpening() {
    return endsAtOpening.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** What has come since the last look; of more than so many in a partition, the newest only. */
  public List<ConsumerRecord<byte[], byte[]>> newest(int mostInPartition) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach(
        (partition, end) -> {
          long older = end - consumer.position(partition) - mostInPartition;
          if (older > 0) {
            skipped += older;
            consumer.seek(partition, end - mostInPartition);
          }
        });
    return readTo(ends, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Records whose time is in that span, at most so many of each partition. */
  public List<ConsumerRecord<byte[], byte[]>> between(long fromMs, long toMs, int mostInPartition) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seek(fromMs, ends);
    return readTo(ends, toMs, mostInPartition);
  }

  /** Goes to the first records that are no older; {@link #more} reads from there. */
  public void seek(long fromMs) {
    seek(fromMs, consumer.endOffsets(partitions));
  }

  /** What has come since the last call of {@link #seek} or this, at most what one fetch brings. */
  public List<ConsumerRecord<byte[], byte[]>> more(Duration atMost) {
    consumer.resume(partitions);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(atMost).forEach(records::add);
    return records;
  }

  private void seek(long fromMs, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, fromMs));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    partitions.forEach(
        partition -> {
          OffsetAndTimestamp first = found.get(partition);
          consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        });
  }

  private List<ConsumerRecord<byte[], byte[]>> readTo(
      Map<TopicPartition, Long> ends, long toMs, int most) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<TopicPartition, Integer> counts = new HashMap<>();
    Set<TopicPartition> open = new HashSet<>(partitions);
    long deadlineNs = System.nanoTime() + PATIENCE_NS;
    close(open, partition -> consumer.position(partition) >= ends.get(partition));
    consumer.resume(open);
    while (!open.isEmpty() && System.nanoTime() < deadlineNs) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        boolean past = record.timestamp() > toMs || counts.merge(partition, 1, Integer::sum) > most;
        if (past) {
          close(open, partition::equals);
        } else {
          records.add(record);
        }
      }
      close(open, partition -> consumer.position(partition) >= ends.get(partition));
    }
    consumer.pause(partitions);
    return records;
  }

  private void close(Set<TopicPartition> open, Predicate<TopicPartition> done) {
    List<TopicPartition> closed = open.stream().filter(done).toList();
    consumer.pause(closed);
    closed.forEach(open::remove);
  }

  /**
   * How many offsets {@link #newest} has left out so far. Those of a topic that is written in
   * transactions hold a few markers among the records.
   */
  long skipped() {
    return skipped;
  }

  /**
   * The values of records. Passes over what can't be read: it is among the dead letters, or of a
   * later version.
   */
  public static <V> List<V> values(
      List<ConsumerRecord<byte[], byte[]>> records, Topic<?, V> topic) {
    List<V> values = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        V value = topic.values().deserializer().deserialize(topic.name(), record.value());
        if (value != null) {
          values.add(value);
        }
      } catch (BadRecordException e) {
        continue;
      }
    }
    return values;
  }

  public int partitions() {
    return partitions.size();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
