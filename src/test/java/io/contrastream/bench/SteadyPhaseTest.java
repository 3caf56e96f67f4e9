package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyPhaseTest {
  private final List<SteadyPhase.Sample> samples = new ArrayList<>();

  @Test
  void shouldMeasureSpeedCostAndBatchSize() {
    // given 1,000 offsets a second, 1.5 cores, batches of 50
    sample(0, 5000, 100);
    sample(1, 6000, 120);
    sample(2, 7000, 140);

    // then
    SteadyPhase steady = new SteadyPhase(samples);
    assertThat(steady.offsets().perSecond()).isEqualTo(1000, within(1e-6));
    assertThat(steady.offsets().coreMicros()).isEqualTo(1500, within(1e-6));
    assertThat(steady.offsetsPerBatch()).isEqualTo(50, within(1e-6));
    assertThat(steady.largestBatch()).isEqualTo(64);
    assertThat(steady.lengthSeconds()).isEqualTo(2, within(1e-6));
  }

  @Test
  void shouldNotBeEnoughAfterTwoSamples() {
    sample(0, 5000, 100);
    sample(1, 6000, 120);

    assertThat(new SteadyPhase(samples).isEnough()).isFalse();
  }

  @Test
  void shouldNotBeEnoughWhileOffsetsStandStill() {
    sample(0, 5000, 100);
    sample(1, 5000, 100);
    sample(2, 5000, 100);

    assertThat(new SteadyPhase(samples).isEnough()).isFalse();
  }

  @Test
  void shouldLeaveOutTheWarmUp() {
    for (int second = 0; second < 10; second++) {
      sample(second, second, second);
    }

    assertThat(SteadyPhase.of(samples, Duration.ofSeconds(3)).samples())
        .isEqualTo(samples.subList(3, 10));
  }

  @Test
  void shouldKeepHalfOfTheSamplesHoweverLongTheWarmUp() {
    for (int second = 0; second < 10; second++) {
      sample(second, second, second);
    }

    assertThat(SteadyPhase.of(samples, Duration.ofSeconds(30)).samples())
        .isEqualTo(samples.subList(5, 10));
  }

  private void sample(long seconds, long offset, long batches) {
    samples.add(
        new SteadyPhase.Sample(
            TimeUnit.SECONDS.toNanos(seconds),
            offset,
            TimeUnit.MILLISECONDS.toNanos(1500 * seconds),
            new BatchCount(batches, 64)));
  }
}
