package io.contrastream.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record was produced; now, where its producer gave no time. Kafka Streams' own default
 * would stop the processor at such a record, again and again.
 */
public final class ProducedTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
    return record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
  }
}
