package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {

  @Test
  void shouldFirstStepByTheLearningRateWhateverTheGradient() {
    float[] weights = {1, 1, 1};

    new Adam(0).step(List.of(weights), List.of(new float[] {0.001f, -3, 0}), 0.1);

    assertThat(weights).containsExactly(new float[] {0.9f, 1.1f, 1}, within(1e-5f));
  }

  @Test
  void shouldFollowTheFormulaOverSeveralTensors() {
    Adam adam = new Adam(0);
    float[] unused = {5};
    float[] weights = {1};
    double expected = 1;
    double first = 0;
    double second = 0;
    for (int t = 1; t <= 20; t++) {
      double gradient = Math.sin(t);
      first = 0.9 * first + 0.1 * gradient;
      second = 0.999 * second + 0.001 * gradient * gradient;
      double unbiasedFirst = first / (1 - Math.pow(0.9, t));
      double unbiasedSecond = second / (1 - Math.pow(0.999, t));
      expected -= 0.01 * unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-8);

      adam.step(
          List.of(unused, weights), List.of(new float[1], new float[] {(float) gradient}), 0.01);
    }

    assertThat(weights[0]).isCloseTo((float) expected, within(1e-5f));
  }

  @Test
  void shouldTakeWeightDecayOffTheWeightItself() {
    float[] weights = {2};

    new Adam(0.5).step(List.of(weights), List.of(new float[1]), 0.1);

    assertThat(weights[0]).isCloseTo(2 * (1 - 0.1f * 0.5f), within(1e-6f));
  }
}
