package io.contrastream.runtime.bench;

import io.contrastream.config.Settings;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How many images the processors have worked off, by the offsets that their group has committed:
 * exact, and cheaper to ask for than outputs are to read. One thread asks; any may read the last
 * answer.
 */
final class WorkedOff implements AutoCloseable {
  private final Admin admin;
  private final String group;
  private final String topic;
  private volatile long last;

  WorkedOff(Settings settings) {
    admin = Admin.create(settings.adminProperties());
    group = settings.stream().applicationId();
    topic = settings.topics().images();
  }

  /**
   * @throws BenchException where the broker does not tell
   */
  long ask() throws InterruptedException {
    try {
      last =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> isOfTheTopic(entry.getKey()) && entry.getValue() != null)
              .map(Map.Entry::getValue)
              .mapToLong(OffsetAndMetadata::offset)
              .sum();
      return last;
    } catch (ExecutionException e) {
      throw new BenchException("The broker does not tell what was worked off: " + e.getCause());
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
    admin.close();
  }
}
