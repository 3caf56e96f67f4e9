package io.contrastream.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyPartTest {
  private final SteadyPart steady = new SteadyPart();

  @Test
  void shouldTellSpeedCostAndBatches() {
    // given 1,000 offsets a second, 1.5 cores, batches of 50
    look(0, 5000, 100);
    look(1, 6000, 120);
    look(2, 7000, 140);

    // then
    assertThat(steady.offsets().imagesPerSecond()).isEqualTo(1000, within(1e-6));
    assertThat(steady.offsets().coreMicrosPerImage()).isEqualTo(1500, within(1e-6));
    assertThat(steady.offsetsPerBatch()).isEqualTo(50, within(1e-6));
    assertThat(steady.largestBatch()).isEqualTo(64);
    assertThat(steady.lengthSeconds()).isEqualTo(2, within(1e-6));
  }

  @Test
  void shouldNotBeEnoughAfterTwoLooks() {
    look(0, 5000, 100);
    look(1, 6000, 120);

    assertThat(steady.isEnough()).isFalse();
  }

  @Test
  void shouldNotBeEnoughWhileNothingMoves() {
    look(0, 5000, 100);
    look(1, 5000, 100);
    look(2, 5000, 100);

    assertThat(steady.isEnough()).isFalse();
  }

  private void look(long seconds, long readable, long batches) {
    steady.add(
        new SteadyPart.Look(
            TimeUnit.SECONDS.toNanos(seconds),
            readable,
            TimeUnit.MILLISECONDS.toNanos(1500 * seconds),
            new BatchCount(batches, 64)));
  }
}
