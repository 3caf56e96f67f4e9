package io.contrastream.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingSumsTest {
  private final List<float[]> vectors = vectors(1, 40);

  @Test
  void shouldGiveTheSameFromPartsAsFromTheWhole() {
    EmbeddingSums whole = of(vectors);
    EmbeddingSums parts = of(vectors.subList(0, 13));
    parts.add(new EmbeddingSums());
    parts.add(of(vectors.subList(13, 40)));

    EmbeddingSums other = of(vectors(2, 30));
    assertThat(parts.images()).isEqualTo(40);
    assertThat(parts.distance(whole)).isCloseTo(0, within(1e-12));
    assertThat(parts.distance(other)).isCloseTo(whole.distance(other), within(1e-12));
  }

  @Test
  void shouldMeasureFrechetDistanceOfUnitVectors() {
    // means (1, 0) and (0.5, 0.5), deviations (0, 0) and (0.5, 0.5)
    EmbeddingSums right = of(List.of(new float[] {2, 0}, new float[] {5, 0}));
    EmbeddingSums both = of(List.of(new float[] {3, 0}, new float[] {0, 7}));

    assertThat(right.distance(both)).isCloseTo(4 * 0.25, within(1e-12));
    assertThat(both.distance(right)).isEqualTo(right.distance(both));
  }

  @Test
  void shouldMeasureUniformityByItsFormula() {
    float[] a = {1, 0};
    float[] b = {0, 3};
    float[] c = {-2, 0};
    EmbeddingSums sums = new EmbeddingSums();
    sums.addPair(CosineSimilarity.between(a, b)); // squared distance 2
    EmbeddingSums more = new EmbeddingSums();
    more.addPair(CosineSimilarity.between(a, c)); // squared distance 4
    sums.add(more);

    double expected = Math.log((Math.exp(-2 * 2) + Math.exp(-2 * 4)) / 2);
    assertThat(sums.uniformity()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void shouldHaveNoUniformityWithoutPairs() {
    assertThat(of(vectors).uniformity()).isNull();
  }

  @Test
  void shouldStayFiniteWhateverTheVectors() {
    EmbeddingSums sums = of(vectors);
    sums.add(new float[vectors.get(0).length]);
    sums.add(new float[] {1, Float.NaN, 1, 1, 1, 1, 1, 1});
    sums.addPair(Double.NaN);
    sums.addPair(0.5);

    assertThat(sums.images()).isEqualTo(42);
    assertThat(sums.distance(of(vectors))).isFinite();
    assertThat(sums.uniformity()).isCloseTo(-2, within(1e-12));
  }

  @Test
  void shouldReadWhatItHasWritten() {
    EmbeddingSums sums = of(vectors);
    sums.addPair(0.25);
    ByteBuffer bytes = ByteBuffer.allocate(sums.bytes());

    sums.write(bytes);
    EmbeddingSums read = EmbeddingSums.read(bytes.flip());

    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(read.images()).isEqualTo(40);
    assertThat(read.uniformity()).isEqualTo(sums.uniformity());
    assertThat(read.distance(sums)).isZero();
  }

  @Test
  void shouldRefuseVectorsOfAnotherLength() {
    EmbeddingSums sums = of(vectors);

    assertThatThrownBy(() -> sums.add(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 and 3");
  }

  private static EmbeddingSums of(List<float[]> vectors) {
    EmbeddingSums sums = new EmbeddingSums();
    vectors.forEach(sums::add);
    return sums;
  }

  private static List<float[]> vectors(long seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] vector = new float[8];
              for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
              }
              return vector;
            })
        .toList();
  }
}
