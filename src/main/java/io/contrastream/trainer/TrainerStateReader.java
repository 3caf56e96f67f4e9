package io.contrastream.trainer;

import io.contrastream.topic.TopicException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the last committed records of one trainer's state. */
final class TrainerStateReader {
  private static final Duration POLL = Duration.ofMillis(100);

  private TrainerStateReader() {}

  /**
   * @param properties of a consumer
   * @param topic exists and has one partition
   * @return by their keys; empty where the trainer has none
   * @throws TopicException where it takes longer
   */
  static Map<String, byte[]> read(
      Map<String, Object> properties, String topic, String trainer, Duration atMost) {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    Map<String, Object> own = new HashMap<>(properties);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Map<String, byte[]> records = new HashMap<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          keep(record, trainer, records);
        }
        requireTime(deadlineNs, topic, atMost);
      }
    }
    return records;
  }

  private static void requireTime(long deadlineNs, String topic, Duration atMost) {
    if (System.nanoTime() > deadlineNs) {
      throw new TopicException(
          "Topic %s could not be read within %d s; is the broker overloaded?"
              .formatted(topic, atMost.toSeconds()));
    }
  }

  private static void keep(
      ConsumerRecord<String, byte[]> record, String trainer, Map<String, byte[]> records) {
    String key = record.key();
    if (key == null || !(key.equals(trainer) || key.startsWith(trainer + "/"))) {
      return;
    }
    if (record.value() == null) {
      records.remove(key);
    } else {
      records.put(key, record.value());
    }
  }
}
