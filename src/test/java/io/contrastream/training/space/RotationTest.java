package io.contrastream.training.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.training.Sample;
import io.contrastream.training.SampleEmbedder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final int COUNT = 500;

  private final List<float[]> vectors = random(COUNT, 64);

  @Test
  void shouldFindTheRotationThatVectorsWereTurnedBy() {
    // given an orthogonal map: a permutation with some signs changed
    List<Integer> order = new ArrayList<>(IntStream.range(0, 64).boxed().toList());
    Collections.shuffle(order, new Random(2));
    List<float[]> turned = vectors.stream().map(it -> permuted(it, order)).toList();

    Rotation back = Rotation.between(turned, vectors);

    for (int i = 0; i < COUNT; i++) {
      assertThat(CosineSimilarity.between(back.of(turned.get(i)), vectors.get(i)))
          .isGreaterThan(0.9999);
    }
  }

  @Test
  void shouldChangeNoCosineAndNoLength() {
    Rotation rotation = Rotation.between(vectors, random(COUNT, 64));

    float[] one = vectors.get(0);
    float[] other = vectors.get(1);
    assertThat(CosineSimilarity.between(rotation.of(one), rotation.of(other)))
        .isEqualTo(CosineSimilarity.between(one, other), within(1e-6));
    assertThat(squares(rotation.of(one))).isEqualTo(squares(one), within(1e-3));
  }

  @Test
  void shouldNotTurnDirectionsThatNoVectorHas() {
    // given vectors that have the first two numbers only
    List<float[]> flat = vectors.stream().map(it -> new float[] {it[0], it[1], 0, 0}).toList();
    List<float[]> turned = flat.stream().map(it -> new float[] {-it[1], it[0], 0, 0}).toList();

    Rotation rotation = Rotation.between(flat, turned);

    float[] rotated = rotation.of(new float[] {1, 0, 3, 4});
    float[] expected = {0, 1, 3, 4};
    for (int i = 0; i < 4; i++) {
      assertThat(rotated[i]).isEqualTo(expected[i], within(1e-3f));
    }
  }

  @Test
  void shouldRotateAllEncodersOfACheckpoint() {
    Checkpoint images = InitialWeights.of(1);
    Checkpoint all = InitialWeights.in(images, Networks.of(Modality.CAPTION), 2);
    List<Sample> samples =
        List.of(
            Sample.of(new DrawnDigits(1, 1).get(0)),
            new Sample(Modality.CAPTION, "a seven".getBytes(StandardCharsets.UTF_8), 7));
    Rotation rotation = Rotation.between(vectors, random(COUNT, 64));

    Checkpoint rotated = rotation.of(all);

    try (SampleEmbedder before = new SampleEmbedder(all, "before");
        SampleEmbedder after = new SampleEmbedder(rotated, "after")) {
      for (Sample sample : samples) {
        float[] expected = rotation.of(before.embed(List.of(sample)).get(0));
        assertThat(after.embed(List.of(sample)).get(0)).containsExactly(expected, within(1e-4f));
      }
    }
  }

  private static float[] permuted(float[] vector, List<Integer> order) {
    float[] permuted = new float[vector.length];
    for (int i = 0; i < permuted.length; i++) {
      permuted[i] = vector[order.get(i)] * (i % 3 == 0 ? -1 : 1);
    }
    return permuted;
  }

  private static double squares(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(i -> vector[i] * vector[i]).sum();
  }

  private List<float[]> random(int count, int dimension) {
    Random random = new Random(count + (vectors == null ? 0 : 1));
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              float[] vector = new float[dimension];
              for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
              }
              return vector;
            })
        .toList();
  }
}
