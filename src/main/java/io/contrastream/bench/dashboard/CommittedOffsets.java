package io.contrastream.bench.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/**
 * How many images the processors have processed, by the offsets that their group has committed:
 * exact, and cheaper to fetch than outputs are to read. One thread fetches; any may read the last
 * total.
 */
final class CommittedOffsets implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KafkaAdmin kafka;
  private final String group;
  private final String images;
  private volatile long last;

  CommittedOffsets(Settings settings) {
    kafka = new KafkaAdmin(settings.adminProperties(), TIMEOUT);
    group = settings.stream().applicationId();
    images = settings.topics().images();
  }

  /**
   * Fetches the sum of the committed offsets of the images topic.
   *
   * @throws TopicException if the broker does not answer
   */
  long fetch() {
    try {
      var offsets =
          kafka.ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      last =
          offsets.entrySet().stream()
              .filter(each -> each.getKey().topic().equals(images) && each.getValue() != null)
              .mapToLong(each -> each.getValue().offset())
              .sum();
      return last;
    } catch (KafkaException e) {
      throw kafka.explain("list the offsets of group " + group, e);
    }
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
