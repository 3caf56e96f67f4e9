package io.contrastream.bench;

import io.contrastream.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The end offsets of a topic for readers of committed records: the cheapest way to watch it grow.
 * Transaction markers take up offsets too. One thread calls.
 */
public final class EndOffsets implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * @param topic an existing topic
   */
  public EndOffsets(Settings settings, String topic) {
    consumer =
        new KafkaConsumer<>(
            readCommitted(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions); // otherwise the client logs each answer as unexpected
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Consumer properties with {@code read_committed}, whatever the settings say. */
  public static Map<String, Object> readCommitted(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return properties;
  }

  /** The end offset of each partition. */
  public Map<Integer, Long> byPartition() {
    Map<Integer, Long> ends = new HashMap<>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  public static long sum(Map<Integer, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
