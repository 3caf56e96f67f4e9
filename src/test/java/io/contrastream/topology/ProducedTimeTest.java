package io.contrastream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ProducedTimeTest {
  @Test
  void shouldTakeTheProducersTime() {
    assertThat(new ProducedTime().extract(record(1234), -1)).isEqualTo(1234);
  }

  @Test
  void shouldTakeTheCurrentTimeIfTheProducerSetNone() {
    long before = System.currentTimeMillis();

    assertThat(new ProducedTime().extract(record(-1), -1)).isGreaterThanOrEqualTo(before);
  }

  private static ConsumerRecord<Object, Object> record(long timestamp) {
    return new ConsumerRecord<>(
        "images",
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        "key",
        "value",
        new RecordHeaders(),
        Optional.empty());
  }
}
