package io.contrastream.topic;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of all partitions of one topic: it reads committed records only, outside of any
 * consumer group, and commits no offsets. Not thread-safe.
 */
public final class TopicReader<K, V> extends KafkaConsumer<K, V> {

  /** Where reading starts, and where it resumes if the topic no longer holds the next offset. */
  public enum From {
    BEGINNING,
    LATEST
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final int allPartitions;
  private List<TopicPartition> partitions;

  /**
   * @throws TopicException if the topic does not exist
   */
  public TopicReader(Map<String, Object> properties, Topic<K, V> topic, From from) {
    this(properties, topic, from, Map.of());
  }

  /** Takes consumer properties that replace those given and those that this class sets. */
  public TopicReader(
      Map<String, Object> properties, Topic<K, V> topic, From from, Map<String, Object> overrides) {
    super(
        settings(properties, from, overrides),
        topic.keys().deserializer(),
        topic.values().deserializer());
    this.topic = topic.name();
    try {
      partitions = findPartitions();
      allPartitions = partitions.size();
      assign(partitions);
      seek(from);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Map<String, Object> settings(
      Map<String, Object> properties, From from, Map<String, Object> overrides) {
    Map<String, Object> settings = new HashMap<>(properties);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from == From.BEGINNING ? "earliest" : "latest");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.putAll(overrides);
    return settings;
  }

  private List<TopicPartition> findPartitions() {
    List<TopicPartition> found =
        partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    if (found.isEmpty()) {
      throw new TopicException("Topic %s does not exist".formatted(topic));
    }
    return found;
  }

  private void seek(From from) {
    if (from == From.BEGINNING) {
      seekToBeginning(partitions);
    } else {
      seekToEnd(partitions);
      // Seeking is lazy: without this, records sent before the first poll would be missed.
      partitions.forEach(this::position);
    }
  }

  /** Reads, from now on, the partitions only whose number is wanted. */
  public void keep(IntPredicate wanted) {
    partitions = partitions.stream().filter(each -> wanted.test(each.partition())).toList();
    assign(partitions);
  }

  /** Returns the partitions that are read, by number. */
  public List<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * Checks that the topic has no other partitions than at first.
   *
   * @throws PartitionsAddedException if some were added since this reader was created
   */
  public void requireAllPartitions() {
    int now = partitionsFor(topic).size();
    if (now > allPartitions) {
      throw new PartitionsAddedException(
          "Topic %s has %d partitions now, %d before".formatted(topic, now, allPartitions));
    }
  }

  /**
   * Passes the records that arrive within {@code timeout} to an action. A record that is at fault
   * itself is skipped with a warning in the log.
   *
   * @return how many records were passed on
   * @throws RuntimeException what the deserializer throws if the record is not at fault, such as a
   *     {@code RegistryException}; the next call tries the same record again
   */
  public int poll(Duration timeout, Consumer<ConsumerRecord<K, V>> action) {
    return poll(timeout, action, skipped -> LOG.warn("Skipping {}", skipped));
  }

  /**
   * Like {@link #poll(Duration, Consumer)}.
   *
   * @param skipped receives the position of a record that is skipped, and why
   */
  public int poll(
      Duration timeout, Consumer<ConsumerRecord<K, V>> action, Consumer<String> skipped) {
    try {
      ConsumerRecords<K, V> records = poll(timeout);
      records.forEach(action);
      return records.count();
    } catch (RecordDeserializationException e) {
      if (e.getCause() instanceof RuntimeException cause
          && !(cause instanceof SerializationException)) {
        throw cause;
      }
      TopicPartition partition = e.topicPartition();
      skipped.accept(
          "%s at offset %d: %s".formatted(partition, e.offset(), e.getCause().getMessage()));
      seek(partition, e.offset() + 1);
      return 0;
    }
  }

  /** Whether every record in the topic at the time of this call has been read. */
  public boolean atEnd() {
    return isAt(endOffsets(partitions));
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return partitions.stream().allMatch(partition -> position(partition) >= ends.get(partition));
  }

  /**
   * Passes every record that is in the topic at the time of this call to an action. A topic that
   * was deleted and created again, so that it ends before the position, is read from its beginning.
   *
   * @throws TopicException if this takes longer than {@code timeout}
   */
  public void readToEnd(Duration timeout, Consumer<ConsumerRecord<K, V>> action) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    Map<TopicPartition, Long> ends = endOffsets(partitions);
    partitions.stream()
        .filter(each -> position(each) > ends.get(each))
        .forEach(each -> seekToBeginning(List.of(each)));
    while (!isAt(ends)) {
      poll(POLL, action);
      requireTime(deadlineNs, timeout);
    }
  }

  /**
   * Fetches one record of a topic with a single partition; reading continues where it was.
   *
   * @return the record, or empty if compaction has removed it
   * @throws TopicException if this takes longer than {@code timeout}
   */
  public Optional<ConsumerRecord<K, V>> fetch(long offset, Duration timeout) {
    TopicPartition partition = partitions.get(0);
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    long next = position(partition);
    try {
      seek(partition, offset);
      while (position(partition) <= offset) {
        for (ConsumerRecord<K, V> record : poll(POLL)) {
          return Optional.of(record).filter(found -> found.offset() == offset);
        }
        requireTime(deadlineNs, timeout);
      }
      return Optional.empty();
    } finally {
      seek(partition, next);
    }
  }

  private void requireTime(long deadlineNs, Duration timeout) {
    if (System.nanoTime() > deadlineNs) {
      throw new BrokerUnavailableException(
          "Topic %s could not be read within %d s; is the broker overloaded?"
              .formatted(topic, timeout.toSeconds()));
    }
  }
}
