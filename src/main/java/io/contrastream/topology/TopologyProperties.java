package io.contrastream.topology;

import io.contrastream.config.Settings;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the topology asks of Kafka Streams, beside what the settings say. */
public final class TopologyProperties {
  private static final long LONGEST_POLL_MS = 100;
  private static final long CACHE_BYTES = 64L << 20;

  /** A dead letter holds its record and the cause, so it may be larger than any record taken. */
  private static final int LARGEST_OUTPUT_BYTES = 16 << 20;

  private TopologyProperties() {}

  /**
   * A fresh map. What the settings name for Kafka Streams themselves has precedence, but for what
   * the topology's promises rest on: what becomes of bad records, and that internal topics have
   * names which later releases find again.
   */
  public static Map<String, Object> of(Settings settings) {
    Map<String, Object> properties = settings.streamsProperties();
    putPromises(properties, settings);
    putDefaults(properties, settings);
    return properties;
  }

  private static void putPromises(Map<String, Object> properties, Settings settings) {
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, settings.topics().deadLetters());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, OutputHandler.class);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
  }

  private static void putDefaults(Map<String, Object> properties, Settings settings) {
    properties.putIfAbsent(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ProducedTime.class);
    // A thread that waits for records looks after no batch that is overdue meanwhile.
    properties.putIfAbsent(
        StreamsConfig.POLL_MS_CONFIG,
        Math.max(1, Math.min(LONGEST_POLL_MS, settings.batch().delay().toMillis() / 4)));
    // Holds what waits for its partner between two commits, so that it never reaches a changelog.
    properties.putIfAbsent(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    // A record that was small enough to come in must be small enough to go to the dead letters.
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_OUTPUT_BYTES);
  }
}
