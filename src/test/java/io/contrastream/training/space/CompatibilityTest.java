package io.contrastream.training.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompatibilityTest {
  private static final int COUNT = 200;

  private final List<Integer> labels = IntStream.range(0, COUNT).map(i -> i % 10).boxed().toList();
  private final List<float[]> old = vectors(label -> label, 1);

  @Test
  void shouldBeWholeIfTheVectorsAreWhereTheyWere() {
    Compatibility fit = Compatibility.of(old, vectors(label -> label, 2), labels);

    assertThat(fit.inputs()).isEqualTo(COUNT);
    assertThat(fit.cosine()).isGreaterThan(0.99);
    assertThat(fit.newInOld()).isEqualTo(1);
    assertThat(fit.share()).isEqualTo(1);
  }

  @Test
  void shouldSeeThatLabelsHaveChangedPlaces() {
    Compatibility fit = Compatibility.of(old, vectors(label -> 9 - label, 2), labels);

    assertThat(fit.cosine()).isLessThan(0.1);
    assertThat(fit.oldInOld()).isEqualTo(1);
    assertThat(fit.newInNew()).isEqualTo(1);
    assertThat(fit.newInOld()).isZero();
    assertThat(fit.share()).isZero();
  }

  @Test
  void shouldCompareWithAnIndexThatIsBuiltAnew() {
    // given an old checkpoint that took 9 for 8
    List<float[]> worse = vectors(label -> Math.min(label, 8), 1);

    Compatibility fit = Compatibility.of(worse, vectors(label -> label, 2), labels);

    assertThat(fit.newInNew()).isEqualTo(1);
    assertThat(fit.share()).isEqualTo(fit.newInOld()).isLessThan(0.95);
  }

  @Test
  void shouldNotFindTheInputItself() {
    // given inputs that are each far from all others
    List<float[]> apart = vectors(label -> label, 1).subList(0, 60);
    List<Integer> alone = IntStream.range(0, 60).boxed().toList();

    assertThat(Compatibility.of(apart, apart, alone).newInOld()).isZero();
  }

  @Test
  void shouldGoByTheCosineWithoutLabels() {
    List<Integer> unknown = new ArrayList<>(Collections.nCopies(COUNT, null));

    Compatibility fit = Compatibility.of(old, vectors(label -> 9 - label, 2), unknown);

    assertThat(fit.share()).isEqualTo(fit.cosine(), within(0.0));
    assertThat(fit.byName()).containsOnlyKeys("compatibility.inputs", "compatibility.cosine");
  }

  /** Vectors near the axis of their label, with a little noise. */
  private static List<float[]> vectors(IntUnaryOperator axis, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, COUNT)
        .mapToObj(
            i -> {
              float[] vector = new float[16];
              for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) (0.01 * random.nextGaussian());
              }
              vector[axis.applyAsInt(i % 10)] += 1;
              return vector;
            })
        .toList();
  }
}
