package io.contrastream.topic.checkpoint;

import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.BadRecordException;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.registry.RegistryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the checkpoint topic from its start, committed records only, and fetches weights when they
 * are asked for; keeps the newest ones at hand, since they are mostly what is asked for. One thread
 * calls.
 */
public final class CheckpointReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** More than one checkpoint at a time, so that a long topic is read quickly. */
  private static final int FETCH_BYTES = 16 << 20;

  private final String model;
  private final CheckpointHistory history;
  private final TopicPartition partition;
  private final Deserializer<ModelCheckpoint> values;
  private final KafkaConsumer<String, byte[]> consumer;
  private ModelCheckpoint newest;
  private long newestOffset;

  /**
   * @param properties of a consumer; {@code bootstrap.servers} at least
   * @param topic exists
   * @param model whose records are read; those of others are passed over
   * @throws TopicException where the topic has not one partition
   */
  public CheckpointReader(
      Map<String, Object> properties, Topic<String, ModelCheckpoint> topic, String model) {
    this.model = model;
    history = new CheckpointHistory(model);
    values = topic.values().deserializer();
    partition = new TopicPartition(topic.name(), 0);
    consumer =
        new KafkaConsumer<>(own(properties), new StringDeserializer(), new ByteArrayDeserializer());
    try {
      requireOnePartition();
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static Map<String, Object> own(Map<String, Object> properties) {
    Map<String, Object> own = new HashMap<>(properties);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return own;
  }

  private void requireOnePartition() {
    int partitions = consumer.partitionsFor(partition.topic()).size();
    if (partitions != 1) {
      throw new TopicException(
          "Topic %s has %d partitions, but checkpoints need the order of one: make it anew with 1"
              .formatted(partition.topic(), partitions));
    }
  }

  /** What has been read so far; changes with each {@link #poll}. */
  public CheckpointHistory history() {
    return history;
  }

  /**
   * Reads what has come, waiting at most so long for it.
   *
   * @return how many records of this model came
   * @throws RegistryException where the registry can't say how to read one; the next call reads it
   *     again
   */
  public int poll(Duration atMost) {
    int count = 0;
    for (ConsumerRecord<String, byte[]> record : consumer.poll(atMost)) {
      try {
        count += read(record) ? 1 : 0;
      } catch (RegistryException e) {
        consumer.seek(partition, record.offset());
        throw e;
      }
    }
    return count;
  }

  /**
   * Reads all that is committed when this is called.
   *
   * @throws TopicException where it takes longer
   */
  public void readToEnd(Duration atMost) {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    while (consumer.position(partition) < end) {
      poll(POLL);
      requireTime(deadlineNs, atMost);
    }
  }

  private boolean read(ConsumerRecord<String, byte[]> record) {
    Optional<CheckpointKey> key =
        CheckpointKey.parse(record.key()).filter(known -> known.model().equals(model));
    if (key.isEmpty()) {
      return false;
    }
    try {
      ModelCheckpoint value = decode(record);
      if (!history.add(key.get(), value, record.offset())) {
        LOG.warn("{} does not hold what its key says; passed over", place(record));
      } else if (value != null && value.getWeights() != null) {
        newest = value;
        newestOffset = record.offset();
      }
      return true;
    } catch (BadRecordException e) {
      LOG.warn("{} can't be read, passed over: {}", place(record), e.getMessage());
      return false;
    }
  }

  private ModelCheckpoint decode(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? null : values.deserialize(record.topic(), record.value());
  }

  private static String place(ConsumerRecord<String, byte[]> record) {
    return "Record %s at offset %d of %s".formatted(record.key(), record.offset(), record.topic());
  }

  /**
   * Fetches a checkpoint with its weights, unchecked.
   *
   * @return empty where its weights are not in the topic, or no longer
   * @throws TopicException where it takes longer
   */
  public Optional<ModelCheckpoint> fetch(String id, Duration atMost) {
    Optional<PublishedCheckpoint> wanted = history.checkpoint(id);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (newest != null && newestOffset == wanted.get().offset()) {
      return Optional.of(newest);
    }
    long next = consumer.position(partition);
    try {
      consumer.seek(partition, wanted.get().offset());
      return recordAt(wanted.get(), atMost);
    } finally {
      consumer.seek(partition, next);
    }
  }

  private Optional<ModelCheckpoint> recordAt(PublishedCheckpoint wanted, Duration atMost) {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    while (consumer.position(partition) <= wanted.offset()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        // Compaction may have removed it meanwhile; the next one takes its place then.
        return record.offset() == wanted.offset()
            ? Optional.ofNullable(decode(record))
            : Optional.empty();
      }
      requireTime(deadlineNs, atMost);
    }
    return Optional.empty();
  }

  private void requireTime(long deadlineNs, Duration atMost) {
    if (System.nanoTime() > deadlineNs) {
      throw new TopicException(
          "Topic %s could not be read within %d s; is the broker overloaded?"
              .formatted(partition.topic(), atMost.toSeconds()));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
