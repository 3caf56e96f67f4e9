package io.contrastream.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the record's timestamp, or the current time if the producer set none. The default of Kafka
 * Streams would fail on such a record after every restart.
 */
public final class ProducedTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
    return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
  }
}
