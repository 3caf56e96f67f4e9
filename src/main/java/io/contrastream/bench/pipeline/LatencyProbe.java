package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.Latency;
import io.contrastream.config.Settings;
import io.contrastream.feed.ImageFeed;
import io.contrastream.feed.RunningFeed;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Reads embeddings as they become readable, and notes how old their images are. Images carry the
 * time at which they were sent as their record's timestamp, and embeddings inherit it. One thread
 * calls.
 */
final class LatencyProbe implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DIGITS = 3;

  private final Histogram millis = new Histogram(DIGITS);
  private final TopicReader<byte[], byte[]> reader;
  private long read;

  /** Sees what is embedded from now on. */
  LatencyProbe(Settings settings) {
    var topic = new Topic<>(settings.topics().embeddings(), Serdes.ByteArray(), Serdes.ByteArray());
    reader = new TopicReader<>(EndOffsets.readCommitted(settings), topic, TopicReader.From.LATEST);
  }

  /**
   * Follows a feed to its end.
   *
   * @param feed at a steady rate, about to run
   * @param warmUp images sent before are read but not measured
   * @throws BenchException where embeddings are missing after some patience
   */
  Latency follow(ImageFeed feed, Duration warmUp, StreamProcessor processor, BenchWatch watch)
      throws InterruptedException {
    long fromMs = System.currentTimeMillis() + warmUp.toMillis();
    long lastNs = System.nanoTime();
    try (RunningFeed feeding = RunningFeed.start(feed)) {
      while (read < feed.total()) {
        processor.throwFailure();
        watch.throwIfStopped();
        feeding.throwFailure();
        int polled = reader.poll(POLL, record -> note(record, fromMs));
        lastNs = polled > 0 ? System.nanoTime() : lastNs;
        if (System.nanoTime() - lastNs > PATIENCE.toNanos()) {
          throw new BenchException(
              "%d of %d images were embedded, and no more came for %d s"
                  .formatted(read, feed.total(), PATIENCE.toSeconds()));
        }
      }
    }
    return Latency.of(millis);
  }

  private void note(ConsumerRecord<byte[], byte[]> embedding, long fromMs) {
    read++;
    if (embedding.timestamp() >= fromMs) {
      millis.recordValue(Math.max(0, System.currentTimeMillis() - embedding.timestamp()));
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
