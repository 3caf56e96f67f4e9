package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.Supervisor;
import io.contrastream.config.Settings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Checks that topics hold every expected id exactly once, and no other record. One thread calls.
 */
final class ExactlyOnceCheck {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Settings settings;
  private final Supervisor supervisor;

  ExactlyOnceCheck(Settings settings, Supervisor supervisor) {
    this.settings = settings;
    this.supervisor = supervisor;
  }

  /**
   * Reads a topic from its beginning until all expected records have come.
   *
   * @param id returns the id of a record
   * @throws BenchException if a record is missing, unexpected or duplicated
   */
  <K, V> void require(long expected, Topic<K, V> topic, Function<ConsumerRecord<K, V>, String> id)
      throws InterruptedException {
    Set<String> ids = new HashSet<>();
    try (TopicReader<K, V> reader =
        new TopicReader<>(settings.consumerProperties(), topic, TopicReader.From.BEGINNING)) {
      supervisor.poll(
          () -> reader.poll(POLL, record -> addOnce(ids, id.apply(record), topic.name())),
          () -> ids.size() >= expected && reader.atEnd(),
          TIMEOUT);
    }
    if (ids.size() != expected) {
      throw new BenchException(
          "%s holds %d of %d records: outputs are missing or unexpected"
              .formatted(topic.name(), ids.size(), expected));
    }
  }

  private static void addOnce(Set<String> ids, String id, String topic) {
    if (!ids.add(id)) {
      throw new BenchException("%s holds %s twice: outputs are duplicated".formatted(topic, id));
    }
  }
}
