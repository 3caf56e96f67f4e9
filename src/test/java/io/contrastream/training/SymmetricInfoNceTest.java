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

class SymmetricInfoNceTest {
  private static final double TEMPERATURE = 0.2;
  private static final float[][] ANCHORS = {{1, 0.5f}, {0, 2}, {-1, 0.3f}, {0.2f, 1}};
  private static final float[][] EXAMPLES = {{2, 1.5f}, {0.4f, 1}, {1, 1}, {-1, 0}};

  /** Anchors and examples 0 and 2 have one label, 1 and 3 another each. */
  private static final Integer[] LABELS = {3, 5, 3, 7, 3, 5, 3, 7};

  @Test
  void shouldFollowTheFormulaInBothDirections() {
    // given
    double byRows =
        ((term(0, 0, false, 1, 3) + term(0, 2, false, 1, 3)) / 2
                + term(1, 1, false, 0, 2, 3)
                + (term(2, 0, false, 1, 3) + term(2, 2, false, 1, 3)) / 2
                + term(3, 3, false, 0, 1, 2))
            / 4;
    double byColumns =
        ((term(0, 0, true, 1, 3) + term(0, 2, true, 1, 3)) / 2
                + term(1, 1, true, 0, 2, 3)
                + (term(2, 0, true, 1, 3) + term(2, 2, true, 1, 3)) / 2
                + term(3, 3, true, 0, 1, 2))
            / 4;

    // when
    double loss = loss(LABELS);

    // then
    assertThat(loss).isCloseTo((byRows + byColumns) / 2, within(1e-5));
  }

  @Test
  void shouldLearnTheTemperature() {
    // given
    try (NDManager manager = LibTorch.newManager();
        SymmetricInfoNce loss = new SymmetricInfoNce(TEMPERATURE)) {
      NDArray scale = loss.trained().get(0);

      // when
      LibTorch.recordGradients(true);
      LibTorch.backward(
          loss.of(matrix(manager, ANCHORS), matrix(manager, EXAMPLES), batch(LABELS)));
      LibTorch.recordGradients(false);

      // then
      float step = 1e-3f;
      double above = lossAt(TEMPERATURE * Math.exp(-step));
      double below = lossAt(TEMPERATURE * Math.exp(step));
      assertThat((double) scale.getGradient().toFloatArray()[0])
          .isCloseTo((above - below) / (2 * step), within(2e-3));
    }
  }

  @Test
  void shouldRefuseInputsWithoutLabels() {
    assertThatThrownBy(() -> loss(new Integer[] {3, 5, 3, 7, 3, null, 3, 7}))
        .hasMessage("The symmetric loss needs a label for every input");
  }

  private static double lossAt(double temperature) {
    try (NDManager manager = LibTorch.newManager();
        SymmetricInfoNce loss = new SymmetricInfoNce(temperature)) {
      return loss.of(matrix(manager, ANCHORS), matrix(manager, EXAMPLES), batch(LABELS)).getFloat();
    }
  }

  private static double loss(Integer[] labels) {
    try (NDManager manager = LibTorch.newManager();
        SymmetricInfoNce loss = new SymmetricInfoNce(TEMPERATURE)) {
      return loss.of(matrix(manager, ANCHORS), matrix(manager, EXAMPLES), batch(labels)).getFloat();
    }
  }

  /** −log of the positive's share among itself and the negatives, from one side or the other. */
  private static double term(int i, int positive, boolean fromExamples, int... negatives) {
    double own = Math.exp(cosine(i, positive, fromExamples) / TEMPERATURE);
    double sum = own;
    for (int j : negatives) {
      sum += Math.exp(cosine(i, j, fromExamples) / TEMPERATURE);
    }
    return -Math.log(own / sum);
  }

  private static double cosine(int i, int j, boolean fromExamples) {
    return fromExamples
        ? CosineSimilarity.between(ANCHORS[j], EXAMPLES[i])
        : CosineSimilarity.between(ANCHORS[i], EXAMPLES[j]);
  }

  private static PairBatch batch(Integer[] labels) {
    return new PairBatch(new float[0], new float[0], new float[labels.length / 2], labels);
  }

  private static NDArray matrix(NDManager manager, float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return NativeFloats.create(manager, flat, new Shape(rows.length, rows[0].length));
  }
}
