package io.contrastream.topology;

import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the timestamp of an image as far as the output topics accept it; see {@link
 * OutputLimits#accepted}. The default of Kafka Streams would fail on an image without a timestamp,
 * and the broker would refuse an embedding that is stamped with microseconds. All stream threads
 * call it.
 */
public final class ProducedTime implements TimestampExtractor {
  private static final Logger LOG = LoggerFactory.getLogger(ProducedTime.class);

  /** One producer with a wrong clock would otherwise fill the log. */
  private static final long WARNING_INTERVAL_MS = 10_000;

  private final OutputLimits limits;
  private final LongSupplier clock;
  private volatile long nextWarningMs;

  ProducedTime(OutputLimits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
    long nowMs = clock.getAsLong();
    long timeMs = limits.accepted(record.timestamp(), nowMs);
    if (timeMs != record.timestamp() && record.timestamp() >= 0 && nowMs >= nextWarningMs) {
      nextWarningMs = nowMs + WARNING_INTERVAL_MS;
      LOG.warn(
          "{}-{} offset {}: the output topics do not accept its timestamp, {}, so it counts as {};"
              + " timestamps are milliseconds since 1970 UTC",
          record.topic(),
          record.partition(),
          record.offset(),
          record.timestamp(),
          timeMs);
    }
    return timeMs;
  }
}
