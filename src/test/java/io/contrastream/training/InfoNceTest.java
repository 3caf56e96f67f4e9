package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import io.contrastream.similarity.CosineSimilarity;
import org.junit.jupiter.api.Test;

class InfoNceTest {
  private static final double TEMPERATURE = 0.2;
  private static final float[][] ANCHORS = {{1, 0.5f}, {0, 2}, {-1, 0.3f}, {0.2f, 1}};
  private static final float[][] EXAMPLES = {{2, 1.5f}, {0.4f, 1}, {1, 1}, {-1, 0}};

  @Test
  void shouldFollowTheFormulaOverThePositivesOfTheBatch() {
    Integer[] labels = {3, 5, 3, 7, 3, 5, 8, 1};
    float[] targets = {1, 1, 0, 0};

    double expected = (term(0, 0, 1, 2, 3) + term(1, 0, 1, 2, 3)) / 2;

    assertThat(loss(labels, targets)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void shouldNotTakeOthersOfTheAnchorsDigitForNegatives() {
    Integer[] labels = {3, 5, 3, 7, 3, 5, 3, 1};
    float[] targets = {1, 1, 1, 0};

    double expected = (term(0, 0, 1, 3) + term(1, 0, 1, 2, 3) + term(2, 1, 2, 3)) / 3;

    assertThat(loss(labels, targets)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void shouldBeZeroWithoutPositives() {
    assertThat(loss(new Integer[] {3, 5, 3, 7, 1, 1, 1, 1}, new float[4])).isZero();
  }

  @Test
  void shouldRefuseATemperatureOfZero() {
    assertThatThrownBy(() -> new InfoNce(0)).hasMessageContaining("temperature must be above 0");
  }

  /** −log of the share that anchor i's own example has among the columns, itself included. */
  private static double term(int i, int... columns) {
    double sum = 0;
    for (int j : columns) {
      sum += Math.exp(cosine(i, j) / TEMPERATURE);
    }
    return -Math.log(Math.exp(cosine(i, i) / TEMPERATURE) / sum);
  }

  private static double cosine(int i, int j) {
    return CosineSimilarity.between(ANCHORS[i], EXAMPLES[j]);
  }

  private static double loss(Integer[] labels, float[] targets) {
    PairBatch batch = new PairBatch(new float[0], new float[0], targets, labels);
    try (NDManager manager = LibTorch.newManager()) {
      return new InfoNce(TEMPERATURE)
          .of(matrix(manager, ANCHORS), matrix(manager, EXAMPLES), batch)
          .getFloat();
    }
  }

  private static NDArray matrix(NDManager manager, float[][] rows) {
    float[] flat = new float[rows.length * 2];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, 2 * i, 2);
    }
    return NativeFloats.create(manager, flat, new Shape(rows.length, 2));
  }
}
