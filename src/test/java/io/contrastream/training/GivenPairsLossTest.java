package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import io.contrastream.network.PytorchFixtures;
import io.contrastream.similarity.CosineSimilarity;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenPairsLossTest {
  private static final JsonNode CASES = PytorchFixtures.json("loss.json").get("cases");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldBeTheLossThatPytorchComputes(int number) {
    JsonNode example = CASES.get(number);
    float[][] anchors = PytorchFixtures.floats(example.get("anchors"));
    float[][] contrastives = PytorchFixtures.floats(example.get("contrastive"));
    float[] targets = PytorchFixtures.row(example.get("targets"));

    double loss = loss(new GivenPairsLoss(), anchors, contrastives, batch(targets));

    assertThat(loss).isCloseTo(example.get("loss").asDouble(), within(1e-6));
  }

  @Test
  void shouldHaveTheGradientsThatPytorchComputes() {
    JsonNode example = CASES.get(0);
    float[][] expected = PytorchFixtures.floats(example.get("anchorGradients"));
    PairBatch batch = batch(PytorchFixtures.row(example.get("targets")));
    try (NDManager manager = LibTorch.newManager()) {
      NDArray anchors = array(manager, PytorchFixtures.floats(example.get("anchors")));
      NDArray contrastives = array(manager, PytorchFixtures.floats(example.get("contrastive")));
      anchors.setRequiresGradient(true);
      LibTorch.recordGradients(true);

      LibTorch.backward(new GivenPairsLoss().of(anchors, contrastives, batch));

      float[] gradients = NativeFloats.copy(anchors.getGradient());
      assertThat(gradients).containsExactly(flat(expected), within(1e-6f));
    } finally {
      LibTorch.recordGradients(false);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldWeighPositiveAndNegativeCombinationsHalfEach(boolean distance) {
    float[][] anchors = random(3, 1);
    float[][] contrastives = random(3, 2);
    Integer[] labels = {4, 4, 7, 4, 1, 7};
    float[][] all = {
      anchors[0], anchors[1], anchors[2], contrastives[0], contrastives[1], contrastives[2]
    };
    double[] squares = new double[2];
    int[] counts = new int[2];
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < i; j++) {
        int target = labels[i].equals(labels[j]) ? 1 : 0;
        double cosine = CosineSimilarity.between(all[i], all[j]);
        squares[target] += distance && target == 1 ? 1 - cosine : Math.pow(cosine - target, 2);
        counts[target]++;
      }
    }

    double loss =
        loss(
            new AllPairsLoss(distance),
            anchors,
            contrastives,
            new PairBatch(new float[0], new float[0], new float[3], labels));

    double expected = squares[0] / counts[0] / 2 + squares[1] / counts[1] / 2;
    assertThat(loss).isCloseTo(expected, within(1e-6));
  }

  @Test
  void shouldBeAMeanWhereAllImagesShowTheSameDigit() {
    float[][] vectors = random(1, 1);
    float[][] opposite = {vectors[0].clone()};
    for (int i = 0; i < opposite[0].length; i++) {
      opposite[0][i] *= -1;
    }
    PairBatch batch = new PairBatch(new float[0], new float[0], new float[1], new Integer[] {3, 3});

    assertThat(loss(new AllPairsLoss(false), vectors, opposite, batch)).isCloseTo(4, within(1e-5));
  }

  @Test
  void shouldRefuseUnlabelledImagesInAllCombinations() {
    Integer[] labels = {3, null};
    PairBatch batch = new PairBatch(new float[0], new float[0], new float[1], labels);

    assertThatThrownBy(() -> loss(new AllPairsLoss(false), random(1, 1), random(1, 2), batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label");
  }

  private static PairBatch batch(float[] targets) {
    return new PairBatch(new float[0], new float[0], targets, new Integer[0]);
  }

  private static double loss(
      PairLoss loss, float[][] anchors, float[][] contrastives, PairBatch batch) {
    try (NDManager manager = LibTorch.newManager()) {
      return loss.of(array(manager, anchors), array(manager, contrastives), batch).getFloat();
    }
  }

  private static NDArray array(NDManager manager, float[][] rows) {
    return NativeFloats.create(manager, flat(rows), new Shape(rows.length, rows[0].length));
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }

  private static float[][] random(int n, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[n][8];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }
}
