package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {

  @ParameterizedTest
  @CsvSource({"0, 0.005", "69, 0.005", "70, 0.0015", "139, 0.0015", "140, 0.00045"})
  void shouldFallAfterEverySevenEpochsOfTenSteps(long step, double expected) {
    LearningRate rate = LearningRate.stepped(0.005, 0.3, 7, 10);

    assertThat(rate.at(step)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 4e-5", "29, 1e-3", "99, 4e-9"})
  void shouldRiseToThePeakAndFallToNothing(long step, double expected) {
    LearningRate rate = LearningRate.oneCycle(1e-3, 100);

    assertThat(rate.at(step)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void shouldBeHalfWayInTheMiddleOfTheFall() {
    LearningRate rate = LearningRate.oneCycle(1e-3, 100);

    assertThat(rate.at(64)).isCloseTo((1e-3 + 4e-9) / 2, within(1e-12));
  }

  @Test
  void shouldStayFiniteInATrainingOfOneStep() {
    assertThat(LearningRate.oneCycle(1e-3, 1).at(0)).isBetween(0.0, 1e-3);
  }
}
