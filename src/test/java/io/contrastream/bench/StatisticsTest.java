package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void shouldReturnTheMiddleOfAnOddNumberOfValues() {
    assertThat(Statistics.median(new double[] {9, 1, 4})).isEqualTo(4);
  }

  @Test
  void shouldReturnTheMeanOfTheMiddleTwoOfAnEvenNumberOfValues() {
    assertThat(Statistics.median(new double[] {9, 1, 4, 100})).isEqualTo(6.5);
  }

  @Test
  void shouldNotReorderTheValues() {
    double[] values = {3, 1, 2};

    Statistics.median(values);

    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void shouldRefuseTheMedianOfNoValues() {
    assertThatThrownBy(() -> Statistics.median(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldFindTheSlopeOfALine() {
    assertThat(Statistics.slope(new double[] {1, 2, 5}, new double[] {10, 8, 2}))
        .isEqualTo(-2, within(1e-12));
  }

  @Test
  void shouldFindTheSlopeOfStepsWhereverTheyBegin() {
    // given 100 a second, in steps of a second, sampled 20 times a second for 10 seconds
    double[] seconds = IntStream.range(0, 200).mapToDouble(i -> i / 20.0).toArray();
    for (double offset = 0; offset < 1; offset += 0.1) {
      double shift = offset;
      double[] counts =
          IntStream.range(0, 200).mapToDouble(i -> 100 * Math.floor(seconds[i] + shift)).toArray();

      // when
      double slope = Statistics.slope(seconds, counts);

      // then (first and last count alone would be off by up to 10 %)
      assertThat(slope).isEqualTo(100, within(1.5));
    }
  }

  @Test
  void shouldRefuseTheSlopeOfOnePoint() {
    assertThatThrownBy(() -> Statistics.slope(new double[] {2, 2}, new double[] {1, 5}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
