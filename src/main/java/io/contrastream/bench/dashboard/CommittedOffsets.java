package io.contrastream.bench.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How many images the processors have processed, by the offsets that their group has committed:
 * exact, and cheaper to fetch than outputs are to read. One thread fetches; any may read the last
 * total.
 */
final class CommittedOffsets implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KafkaAdmin kafka;
  private final String group;
  private final String topic;
  private volatile long last;

  CommittedOffsets(Settings settings) {
    kafka = new KafkaAdmin(settings.adminProperties(), TIMEOUT);
    group = settings.stream().applicationId();
    topic = settings.topics().images();
  }

  /**
   * Fetches the sum of the committed offsets of the images topic.
   *
   * @throws TopicException if the broker does not answer
   */
  long fetch() {
    try {
      last =
          kafka
              .ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
              .entrySet()
              .stream()
              .filter(entry -> isOfImages(entry.getKey()) && entry.getValue() != null)
              .mapToLong(entry -> entry.getValue().offset())
              .sum();
      return last;
    } catch (KafkaException e) {
      throw kafka.explain("list the offsets of group " + group, e);
    }
  }

  private boolean isOfImages(TopicPartition partition) {
    return partition.topic().equals(topic);
  }

  /** The last result of {@link #fetch}; 0 before the first. */
  long last() {
    return last;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
