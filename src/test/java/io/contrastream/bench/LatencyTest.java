package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void shouldReadPercentiles() {
    // given 1 to 100 ms, each once
    Histogram millis = new Histogram(3);
    for (int i = 1; i <= 100; i++) {
      millis.recordValue(i);
    }

    // when
    Latency latency = Latency.of(millis);

    // then
    assertThat(latency).isEqualTo(new Latency(50, 95, 99, 100));
  }
}
