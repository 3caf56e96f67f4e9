package io.contrastream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducedTimeTest {
  private static final long NOW_MS = 1_790_000_000_000L;
  private static final long HOUR_MS = 3_600_000;

  @Test
  void shouldTakeTheProducersTime() {
    assertThat(extract(OutputLimits.DEFAULT, 1234)).isEqualTo(1234);
  }

  @Test
  void shouldTakeTheCurrentTimeIfTheProducerSetNone() {
    assertThat(extract(OutputLimits.DEFAULT, -1)).isEqualTo(NOW_MS);
  }

  @Test
  void shouldAllowForClocksThatDiffer() {
    assertThat(extract(OutputLimits.DEFAULT, NOW_MS + 5000)).isEqualTo(NOW_MS + 5000);
  }

  @ParameterizedTest
  @ValueSource(longs = {NOW_MS + HOUR_MS, NOW_MS * 1000, Long.MAX_VALUE})
  void shouldCountATimeInTheFutureAsNow(long timestampMs) {
    assertThat(extract(OutputLimits.DEFAULT, timestampMs)).isEqualTo(NOW_MS);
  }

  @Test
  void shouldMoveATimeThatIsTooOldForTheOutputsIntoTheirRange() {
    OutputLimits limits = new OutputLimits(1000, HOUR_MS, HOUR_MS, false, false);

    assertThat(extract(limits, 1234)).isBetween(NOW_MS - HOUR_MS + 1, NOW_MS);
  }

  @Test
  void shouldNotLookAheadFurtherThanTheOutputsDo() {
    OutputLimits limits = new OutputLimits(1000, HOUR_MS, 10, false, false);

    assertThat(extract(limits, NOW_MS + 11)).isEqualTo(NOW_MS);
  }

  private static long extract(OutputLimits limits, long timestampMs) {
    return new ProducedTime(limits, () -> NOW_MS).extract(record(timestampMs), -1);
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
