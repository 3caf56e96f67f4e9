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
 * How far one can read a topic that wants nothing but what is final: the cheapest way to watch it
 * grow. Offsets count the marks that transactions leave, too. One thread calls.
 */
public final class EndOffsets implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * @param topic exists
   */
  public EndOffsets(Settings settings, String topic) {
    consumer =
        new KafkaConsumer<>(
            readCommitted(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions); // else each answer is logged as one for somebody else
  }

  /** A consumer's properties, for reading what is final, whatever the settings say of that. */
  public static Map<String, Object> readCommitted(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return properties;
  }

  /** The offset after the last that can be read, for each partition. */
  public Map<Integer, Long> ask() {
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
