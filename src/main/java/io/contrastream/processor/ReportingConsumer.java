package io.contrastream.processor;

import io.contrastream.topology.streams.Arrivals;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A stream thread's consumer that reports what it fetches, and for how long the broker does not
 * answer. Kafka Streams polls with a timeout that is short enough for batches to be on time; while
 * nothing comes and nothing waits, this consumer waits longer, which costs less.
 */
final class ReportingConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Duration IDLE_TIMEOUT = Duration.ofMillis(100);

  /**
   * By then what was last processed is committed, or commits are so rare that 100 ms are little.
   */
  private static final long IDLE_AFTER_NS = TimeUnit.SECONDS.toNanos(2);

  /** Longer than the broker lets a fetch wait. */
  private static final long MAX_ANSWER_NS = TimeUnit.SECONDS.toNanos(5);

  private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Arrivals arrivals;
  private final Metric fetches;
  private double fetchesBefore;
  private long fetchedNs = System.nanoTime();
  private long checkedNs = fetchedNs;
  private long answeredNs = fetchedNs;

  ReportingConsumer(Map<String, Object> settings, Arrivals arrivals) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.arrivals = arrivals;
    this.fetches =
        metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("fetch-total"))
            .filter(metric -> metric.metricName().group().equals("consumer-fetch-manager-metrics"))
            .findFirst()
            .orElseThrow();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = super.poll(isIdle(timeout) ? IDLE_TIMEOUT : timeout);
    long nowNs = System.nanoTime();
    if (!records.isEmpty()) {
      fetchedNs = nowNs;
      answeredNs = nowNs; // no fetch is sent while records lie in the consumer
      arrivals.fetched(records);
    }
    if (nowNs - checkedNs >= CHECK_INTERVAL_NS) {
      checkAnswers(nowNs);
    }
    arrivals.polled();
    return records;
  }

  private boolean isIdle(Duration timeout) {
    return !timeout.isZero()
        && timeout.compareTo(IDLE_TIMEOUT) < 0
        && arrivals.isIdle()
        && System.nanoTime() - fetchedNs > IDLE_AFTER_NS;
  }

  /**
   * A broker that has just started answers other requests first, so that only fetches count. One of
   * any broker does, so an outage of a single leader is taken for silence.
   *
   * <p>A time without a poll counts as an outage too: the thread waits for the broker then, or it
   * processes and would not see an answer.
   */
  private void checkAnswers(long nowNs) {
    double answered = (Double) fetches.metricValue();
    boolean listened = nowNs - checkedNs < MAX_ANSWER_NS;
    if (answered > fetchesBefore && listened) {
      answeredNs = nowNs;
    } else if (nowNs - answeredNs >= MAX_ANSWER_NS) {
      arrivals.addOutage();
      answeredNs = nowNs;
    }
    fetchesBefore = answered;
    checkedNs = nowNs;
  }
}
