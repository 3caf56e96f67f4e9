package io.contrastream.processor;

import io.contrastream.topology.microbatch.Arrivals;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A stream thread's consumer that reports what it fetches. Kafka Streams polls with a timeout that
 * is short enough for batches to be on time; while nothing comes and nothing waits, this consumer
 * waits longer, which costs less.
 */
final class ReportingConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Duration IDLE_TIMEOUT = Duration.ofMillis(100);

  /**
   * By then what was last processed is committed, or commits are so rare that 100 ms are little.
   */
  private static final long IDLE_AFTER_NS = TimeUnit.SECONDS.toNanos(2);

  private final Arrivals arrivals;
  private long latestNs = System.nanoTime();

  ReportingConsumer(Map<String, Object> settings, Arrivals arrivals) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.arrivals = arrivals;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = super.poll(isIdle(timeout) ? IDLE_TIMEOUT : timeout);
    if (!records.isEmpty()) {
      latestNs = System.nanoTime();
      arrivals.fetched(records);
    }
    return records;
  }

  private boolean isIdle(Duration timeout) {
    return !timeout.isZero()
        && timeout.compareTo(IDLE_TIMEOUT) < 0
        && arrivals.isIdle()
        && System.nanoTime() - latestNs > IDLE_AFTER_NS;
  }
}
