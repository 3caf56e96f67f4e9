package io.contrastream.trainer;

import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;

/** Reads the committed records of a trainer's state. */
final class TrainerStateReader {
  private static final Map<String, Object> FETCH =
      Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);

  private TrainerStateReader() {}

  /**
   * Reads the topic to its end.
   *
   * @return the records by key; empty if the trainer has none
   * @throws TopicException if the topic does not exist, or reading takes longer than {@code
   *     timeout}
   */
  static Map<String, byte[]> read(
      Map<String, Object> properties, String topic, String trainer, Duration timeout) {
    Topic<String, byte[]> state = new Topic<>(topic, Serdes.String(), Serdes.ByteArray());
    Map<String, byte[]> records = new HashMap<>();
    try (TopicReader<String, byte[]> reader =
        new TopicReader<>(properties, state, TopicReader.From.BEGINNING, FETCH)) {
      reader.readToEnd(timeout, record -> keep(record, trainer, records));
    }
    return records;
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
