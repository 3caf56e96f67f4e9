package io.contrastream.topology;

import io.contrastream.config.Settings;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams configuration of the topology. */
public final class TopologyProperties {
  private static final long MAX_POLL_MS = 100;

  /**
   * Bounds what a thread holds of its input: records of a megabyte that compress well cost next to
   * nothing to send.
   */
  private static final int MAX_RECORDS = 100;

  private static final String MAX_POLL_RECORDS = ConsumerConfig.MAX_POLL_RECORDS_CONFIG;

  private static final long CACHE_BYTES = 64L << 20;

  private static final String MAX_REQUEST =
      StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);

  /** Kafka's constant for it is deprecated already. */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  /** A dead letter holds its record and the cause, so it can be larger than any input record. */
  private static final int MAX_OUTPUT_BYTES = 16 << 20;

  private TopologyProperties() {}

  /**
   * Returns a new map. What the settings set for Kafka Streams directly has precedence, except for
   * what the topology's guarantees depend on: the handling of bad records, and fixed names of
   * internal topics, which later releases must find again.
   */
  public static Map<String, Object> of(Settings settings, OutputLimits limits) {
    Map<String, Object> properties = settings.streamsProperties();
    putRequired(properties, settings);
    putDefaults(properties, settings);
    int requestBytes =
        (int) ConfigDef.parseType(MAX_REQUEST, properties.get(MAX_REQUEST), ConfigDef.Type.INT);
    properties.put(DeadLetterHandler.LIMITS, limits.within(requestBytes));
    return properties;
  }

  private static void putRequired(Map<String, Object> properties, Settings settings) {
    properties.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, settings.topics().deadLetters());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, OutputHandler.class);
    // Kafka Streams warns if this is unset, even without global stores, and so does the partition
    // assignor of each thread, which sees the settings of its consumer only.
    properties.put(GLOBAL_HANDLER, true);
    properties.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
  }

  private static void putDefaults(Map<String, Object> properties, Settings settings) {
    // While a thread waits for records, it cannot process a batch that is overdue.
    properties.putIfAbsent(
        StreamsConfig.POLL_MS_CONFIG,
        Math.max(1, Math.min(MAX_POLL_MS, settings.batch().delay().toMillis() / 4)));
    if (properties.keySet().stream().noneMatch(name -> name.endsWith(MAX_POLL_RECORDS))) {
      properties.put(StreamsConfig.mainConsumerPrefix(MAX_POLL_RECORDS), MAX_RECORDS);
    }
    properties.putIfAbsent(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, MAX_RECORDS);
    // Keeps pairs that are complete within one commit interval out of the changelog.
    properties.putIfAbsent(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    // A record that was small enough to be received must fit into the dead letters.
    properties.putIfAbsent(MAX_REQUEST, MAX_OUTPUT_BYTES);
  }
}
