package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyPhaseTest {
  private final List<SteadyPhase.Look> looks = new ArrayList<>();

  @Test
  void shouldTellSpeedCostAndBatches() {
    // given 1,000 offsets a second, 1.5 cores, batches of 50
    look(0, 5000, 100);
    look(1, 6000, 120);
    look(2, 7000, 140);

    // then
    SteadyPhase steady = new SteadyPhase(looks);
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

    assertThat(new SteadyPhase(looks).isEnough()).isFalse();
  }

  @Test
  void shouldNotBeEnoughWhileNothingMoves() {
    look(0, 5000, 100);
    look(1, 5000, 100);
    look(2, 5000, 100);

    assertThat(new SteadyPhase(looks).isEnough()).isFalse();
  }

  @Test
  void shouldLeaveOutTheWarmUp() {
    for (int second = 0; second < 10; second++) {
      look(second, second, second);
    }

    assertThat(SteadyPhase.of(looks, Duration.ofSeconds(3)).looks())
        .isEqualTo(looks.subList(3, 10));
  }

  @Test
  void shouldKeepHalfOfTheLooksHoweverLongTheWarmUp() {
    for (int second = 0; second < 10; second++) {
      look(second, second, second);
    }

    assertThat(SteadyPhase.of(looks, Duration.ofSeconds(30)).looks())
        .isEqualTo(looks.subList(5, 10));
  }

  private void look(long seconds, long readable, long batches) {
    looks.add(
        new SteadyPhase.Look(
            TimeUnit.SECONDS.toNanos(seconds),
            readable,
            TimeUnit.MILLISECONDS.toNanos(1500 * seconds),
            new BatchCount(batches, 64)));
  }
}
