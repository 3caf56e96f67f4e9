package io.contrastream.bench.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How many images the processors have worked off, by the offsets that their group has committed:
 * exact, and cheaper to ask for than outputs are to read. One thread asks; any may read the last
 * answer.
 */
final class CommittedOffsets implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaAdmin kafka;
  private final String group;
  private final String topic;
  private volatile long last;

  CommittedOffsets(Settings settings) {
    kafka = new KafkaAdmin(settings.adminProperties(), PATIENCE);
    group = settings.stream().applicationId();
    topic = settings.topics().images();
  }

  /**
   * @throws TopicException where the broker does not tell
   */
  long ask() {
    try {
      last =
          kafka
              .ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
              .entrySet()
              .stream()
              .filter(entry -> isOfTheTopic(entry.getKey()) && entry.getValue() != null)
              .mapToLong(entry -> entry.getValue().offset())
              .sum();
      return last;
    } catch (KafkaException e) {
      throw kafka.explain("ask how far group " + group + " is", e);
    }
  }

  private boolean isOfTheTopic(TopicPartition partition) {
    return partition.topic().equals(topic);
  }

  /** What {@link #ask} found last. */
  long last() {
    return last;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
