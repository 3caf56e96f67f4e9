package io.contrastream.topic.checkpoint;

import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the checkpoint topic from its beginning and fetches weights on request. The weights read
 * last are kept in memory, since they are requested most. Not thread-safe.
 */
public final class CheckpointReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

  /** Several checkpoints per fetch, so that a long topic is read quickly. */
  private static final Map<String, Object> LARGE_FETCHES =
      Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 << 20);

  private final String model;
  private CheckpointHistory history;
  private final Deserializer<ModelCheckpoint> values;
  private final TopicReader<String, byte[]> reader;
  private ModelCheckpoint lastWeights;
  private long lastWeightsOffset;
  private long lastOffset = -1;

  /**
   * @param model whose records to read; those of other models are skipped
   * @throws TopicException if the topic does not exist or has more than one partition
   */
  public CheckpointReader(
      Map<String, Object> properties, Topic<String, ModelCheckpoint> topic, String model) {
    this.model = model;
    history = new CheckpointHistory(model);
    values = topic.values().deserializer();
    reader =
        new TopicReader<>(
            properties, topic.withRawValues(), TopicReader.From.BEGINNING, LARGE_FETCHES);
    int partitions = reader.partitions().size();
    if (partitions != 1) {
      reader.close();
      throw new TopicException(
          "Topic %s has %d partitions, but checkpoints need a single one to keep their order;"
                  .formatted(topic.name(), partitions)
              + " delete the topic and create it again with 1 partition");
    }
  }

  /** Returns what has been read so far; {@link #poll} updates it. */
  public CheckpointHistory history() {
    return history;
  }

  /**
   * Reads the records that arrive within {@code timeout}.
   *
   * @throws RegistryException if the registry cannot be asked for a record's schema; the next call
   *     reads that record again
   */
  public void poll(Duration timeout) {
    reader.poll(timeout, this::read);
  }

  /**
   * Reads every record that is in the topic at the time of this call.
   *
   * @throws TopicException if this takes longer than {@code timeout}
   */
  public void readToEnd(Duration timeout) {
    reader.readToEnd(timeout, this::read);
  }

  private void read(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.offset() <= lastOffset) {
        forget(record.topic());
      }
      CheckpointKey.parse(record.key())
          .filter(key -> key.model().equals(model))
          .ifPresent(key -> add(key, record));
      lastOffset = record.offset();
    } catch (BadRecordException e) {
      LOG.warn("Skipping {}, which cannot be decoded: {}", place(record), e.getMessage());
    } catch (RegistryException e) {
      reader.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
      throw e;
    }
  }

  /** Offsets only fall if the topic was deleted and created again. */
  private void forget(String topic) {
    LOG.warn("{} was created again: its checkpoints and their generations begin anew", topic);
    history = new CheckpointHistory(model);
    lastWeights = null;
  }

  private void add(CheckpointKey key, ConsumerRecord<String, byte[]> record) {
    ModelCheckpoint value = decode(record);
    if (!history.add(key, value, record.offset())) {
      LOG.warn("Skipping {}, whose value does not match its key", place(record));
    } else if (value != null && value.getWeights() != null) {
      lastWeights = value;
      lastWeightsOffset = record.offset();
    }
  }

  private ModelCheckpoint decode(ConsumerRecord<String, byte[]> record) {
    return record.value() == null
        ? null
        : values.deserialize(record.topic(), record.headers(), record.value());
  }

  private static String place(ConsumerRecord<String, byte[]> record) {
    return "record %s at offset %d of %s".formatted(record.key(), record.offset(), record.topic());
  }

  /**
   * Fetches a checkpoint with its weights, which are not verified; empty if they are not in the
   * topic.
   *
   * @throws TopicException if this takes longer than {@code timeout}
   */
  public Optional<ModelCheckpoint> fetch(String id, Duration timeout) {
    Optional<PublishedCheckpoint> wanted = history.checkpoint(id);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (lastWeights != null && lastWeightsOffset == wanted.get().offset()) {
      return Optional.of(lastWeights);
    }
    return reader.fetch(wanted.get().offset(), timeout).map(this::decode);
  }

  @Override
  public void close() {
    reader.close();
  }
}
