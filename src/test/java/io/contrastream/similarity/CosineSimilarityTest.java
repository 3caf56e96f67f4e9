package io.contrastream.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CosineSimilarityTest {

  @Test
  void shouldKeepTheDirectionOfAVector() {
    assertThat(CosineSimilarity.unit(new float[] {3, 0, -4})).containsExactly(0.6f, 0, -0.8f);
  }

  @Test
  void shouldMakeInnerProductsOfCosines() {
    // given
    Random random = new Random(1);
    float[] a = vector(random, 100);
    float[] b = vector(random, 0.01f);

    // when
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) CosineSimilarity.unit(a)[i] * CosineSimilarity.unit(b)[i];
    }

    // then
    assertThat(product).isCloseTo(CosineSimilarity.between(a, b), within(1e-7));
  }

  @Test
  void shouldLeaveAVectorOfZerosAsItIs() {
    assertThat(CosineSimilarity.unit(new float[3])).containsExactly(0, 0, 0);
  }

  private static float[] vector(Random random, float scale) {
    float[] vector = new float[64];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = scale * (float) random.nextGaussian();
    }
    return vector;
  }
}
