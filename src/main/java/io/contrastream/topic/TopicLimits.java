package io.contrastream.topic;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The records that a topic accepts.
 *
 * @param messageBytes maximum size of a record with its overhead, compressed if the producer
 *     compresses
 * @param ageMs how far a timestamp may be in the past, milliseconds
 * @param aheadMs how far a timestamp may be in the future, milliseconds
 * @param keyed whether a record must have a key, since the topic is compacted
 */
public record TopicLimits(int messageBytes, long ageMs, long aheadMs, boolean keyed) {
  /** The defaults of a broker. */
  public static final TopicLimits DEFAULT =
      new TopicLimits(1_048_588, Long.MAX_VALUE, 3_600_000, false);

  /**
   * @param settings of the topic by name; {@link #DEFAULT} supplies what is missing
   */
  static TopicLimits of(Map<String, String> settings) {
    return new TopicLimits(
        (int) number(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEFAULT.messageBytes),
        number(settings, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, DEFAULT.ageMs),
        number(settings, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, DEFAULT.aheadMs),
        settings.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("compact"));
  }

  private static long number(Map<String, String> settings, String name, long defaultValue) {
    String text = settings.get(name);
    return text == null ? defaultValue : Long.parseLong(text);
  }

  /** Returns the limits of records that both topics accept. */
  public TopicLimits and(TopicLimits other) {
    return new TopicLimits(
        Math.min(messageBytes, other.messageBytes),
        Math.min(ageMs, other.ageMs),
        Math.min(aheadMs, other.aheadMs),
        keyed || other.keyed);
  }
}
