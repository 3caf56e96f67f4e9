package io.contrastream.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of one topic, without a consumer group: it commits nothing and disturbs
 * nobody. One thread calls.
 */
public final class TopicReader<K, V> implements AutoCloseable {

  /** Where reading starts. */
  public enum From {
    BEGINNING,
    LATEST
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);

  private final KafkaConsumer<K, V> consumer;
  private final List<TopicPartition> partitions;

  /**
   * @param properties of a consumer; {@code bootstrap.servers} at least
   * @param topic exists
   */
  public TopicReader(Map<String, Object> properties, Topic<K, V> topic, From from) {
    consumer =
        new KafkaConsumer<>(properties, topic.keys().deserializer(), topic.values().deserializer());
    try {
      partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      seek(from);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void seek(From from) {
    if (from == From.BEGINNING) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      // Seeking happens at the next question only; what is sent meanwhile must not be missed.
      partitions.forEach(consumer::position);
    }
  }

  /**
   * Hands on what has come, waiting at most so long for it. A record that can't be read is passed
   * over, with a warning in the log.
   *
   * @return how many were handed on
   */
  public int poll(Duration timeout, Consumer<ConsumerRecord<K, V>> action) {
    try {
      ConsumerRecords<K, V> records = consumer.poll(timeout);
      records.forEach(action);
      return records.count();
    } catch (RecordDeserializationException e) {
      TopicPartition partition = e.topicPartition();
      LOG.warn("{} offset {} is passed over: {}", partition, e.offset(), e.getCause().getMessage());
      consumer.seek(partition, e.offset() + 1);
      return 0;
    }
  }

  /** Whether every record that was in the topic when this is called has been handed on. */
  public boolean atEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.get(partition));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
