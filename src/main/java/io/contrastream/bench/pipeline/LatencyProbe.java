package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Latency;
import io.contrastream.bench.Supervisor;
import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.RunningFeed;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Reads embeddings as they become readable, and records the age of their images: the timestamp of
 * an image's record is the time it was sent, and its embedding inherits it. One thread calls.
 */
final class LatencyProbe implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram millis = new Histogram(SIGNIFICANT_DIGITS);
  private final TopicReader<byte[], byte[]> reader;
  private long read;

  /** Reads from the current end of the topic. */
  LatencyProbe(Settings settings) {
    var topic = new Topic<>(settings.topics().embeddings(), Serdes.ByteArray(), Serdes.ByteArray());
    reader = new TopicReader<>(settings.consumerProperties(), topic, TopicReader.From.LATEST);
  }

  /**
   * Runs a feed and reads the embedding of each of its images.
   *
   * @param feed a feed at a steady rate, not yet running
   * @param warmUp images sent during this time are read but not measured
   * @throws BenchException if no more embeddings come although some are missing
   */
  Latency follow(InputFeed feed, Duration warmUp, StreamProcessor processor, BenchWatch watch)
      throws InterruptedException {
    long fromMs = System.currentTimeMillis() + warmUp.toMillis();
    try (RunningFeed running = RunningFeed.start(feed)) {
      Supervisor supervisor = new Supervisor(watch, processor::throwFailure, running::throwFailure);
      if (!supervisor.poll(
          () -> reader.poll(POLL, record -> measure(record, fromMs)),
          () -> read >= feed.total(),
          TIMEOUT)) {
        throw new BenchException(
            "%d of %d images were embedded, then none for %d s"
                .formatted(read, feed.total(), TIMEOUT.toSeconds()));
      }
    }
    return Latency.of(millis);
  }

  private void measure(ConsumerRecord<byte[], byte[]> embedding, long fromMs) {
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
