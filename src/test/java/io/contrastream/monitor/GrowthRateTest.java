package io.contrastream.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthRateTest {
  private static final long SECOND = 1_000_000_000;

  private final GrowthRate rate = new GrowthRate();

  @Test
  void shouldHaveNoRateBeforeTheSecondReading() {
    rate.add(100, 0);

    assertThat(rate.perSecond()).isNull();
    assertThat(rate.total()).isZero();
  }

  @Test
  void shouldAverageOverFiveSeconds() {
    rate.add(1000, 0); // too old to count
    for (int second = 1; second <= 6; second++) {
      rate.add(1000 + 100 * (second / 2), second * SECOND); // in steps, as commits come
    }

    assertThat(rate.perSecond()).isEqualTo((300 - 0) / 5.0);
    assertThat(rate.total()).isEqualTo(300);
  }

  @Test
  void shouldUseTheLastTwoReadingsIfTheyAreFarApart() {
    rate.add(0, 0);
    rate.add(500, 10 * SECOND);
    rate.add(600, 20 * SECOND);

    assertThat(rate.perSecond()).isEqualTo(10);
  }

  @Test
  void shouldNeverBeNegative() {
    rate.add(500, 0);
    rate.add(0, SECOND);

    assertThat(rate.perSecond()).isZero();
  }
}
