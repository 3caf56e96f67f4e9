package io.contrastream.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthRateTest {
  private static final long SECOND = 1_000_000_000;

  private final GrowthRate growth = new GrowthRate();

  @Test
  void shouldKnowNoRateBeforeTheSecondReading() {
    growth.add(100, 0);

    assertThat(growth.perSecond()).isNull();
    assertThat(growth.total()).isZero();
  }

  @Test
  void shouldAverageOverFiveSeconds() {
    growth.add(1000, 0); // too old in the end
    for (int second = 1; second <= 6; second++) {
      growth.add(1000 + 100 * (second / 2), second * SECOND); // in steps, as commits come
    }

    assertThat(growth.perSecond()).isEqualTo((300 - 0) / 5.0);
    assertThat(growth.total()).isEqualTo(300);
  }

  @Test
  void shouldTakeTheLastTwoReadingsWhereTheyAreFarApart() {
    growth.add(0, 0);
    growth.add(500, 10 * SECOND);
    growth.add(600, 20 * SECOND);

    assertThat(growth.perSecond()).isEqualTo(10);
  }

  @Test
  void shouldNeverBeNegative() {
    growth.add(500, 0);
    growth.add(0, SECOND);

    assertThat(growth.perSecond()).isZero();
  }
}
