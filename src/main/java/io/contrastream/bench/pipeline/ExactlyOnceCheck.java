package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.EndOffsets;
import io.contrastream.config.Settings;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a topic from its beginning until all that must be in it is: each id once, and no other
 * record. One thread calls.
 */
final class ExactlyOnceCheck {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final StreamProcessor processor;
  private final BenchWatch watch;

  /**
   * @param processor that writes the topics
   */
  ExactlyOnceCheck(Settings settings, StreamProcessor processor, BenchWatch watch) {
    this.settings = settings;
    this.processor = processor;
    this.watch = watch;
  }

  /**
   * @param id of a record; each occurs once
   * @throws BenchException where a record is missing after some patience, or comes twice
   */
  <K, V> void require(long expected, Topic<K, V> topic, Function<ConsumerRecord<K, V>, String> id)
      throws InterruptedException {
    Set<String> ids = new HashSet<>();
    long lastNs = System.nanoTime();
    try (TopicReader<K, V> reader =
        new TopicReader<>(EndOffsets.readCommitted(settings), topic, TopicReader.From.BEGINNING)) {
      while (ids.size() < expected || !reader.atEnd()) {
        processor.throwFailure();
        watch.throwIfStopped();
        int read = reader.poll(POLL, record -> once(ids, id.apply(record), topic.name()));
        long nowNs = System.nanoTime();
        lastNs = read > 0 ? nowNs : lastNs;
        if (nowNs - lastNs > PATIENCE.toNanos()) {
          break;
        }
      }
    }
    if (ids.size() != expected) {
      throw new BenchException(
          "%s holds %d of %d records: what came out is not what went in"
              .formatted(topic.name(), ids.size(), expected));
    }
  }

  private static void once(Set<String> ids, String id, String topic) {
    if (!ids.add(id)) {
      throw new BenchException(
          "%s holds %s twice: what came out is not what went in".formatted(topic, id));
    }
  }
}
