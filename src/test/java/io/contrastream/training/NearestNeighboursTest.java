package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.similarity.CosineSimilarity;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  private static final NearestNeighbours.Itself NONE = (query, candidate) -> false;

  @Test
  void shouldOrderByDirectionAndNotByLength() {
    float[][] gallery = {{0, 9}, {100, 100}, {0.1f, 0.01f}, {-1, 0}};

    try (NearestNeighbours neighbours = new NearestNeighbours(gallery)) {
      assertThat(neighbours.find(new float[][] {{2, 0}}, 4, NONE)[0]).containsExactly(2, 1, 0, 3);
    }
  }

  @Test
  void shouldPutTheLowerIndexFirstWhereTwoAreEquallyNear() {
    float[][] gallery = {{0, 1}, {1, 0}, {1, 0}, {1, 0}};

    try (NearestNeighbours neighbours = new NearestNeighbours(gallery)) {
      assertThat(neighbours.find(new float[][] {{1, 0}}, 2, NONE)[0]).containsExactly(1, 2);
    }
  }

  @Test
  void shouldNotFindAVectorItself() {
    float[][] gallery = {{1, 0}, {1, 0.1f}, {0, 1}};

    try (NearestNeighbours neighbours = new NearestNeighbours(gallery)) {
      assertThat(neighbours.find(gallery, 1, (query, candidate) -> query == candidate))
          .isDeepEqualTo(new int[][] {{1}, {0}, {1}});
    }
  }

  @Test
  void shouldFindTheSameAsAFullSortAcrossBlocks() {
    float[][] gallery = random(9_000, 1);
    float[][] queries = random(300, 2);

    try (NearestNeighbours neighbours = new NearestNeighbours(gallery)) {
      int[][] found = neighbours.find(queries, 1, NONE);

      for (int i : new int[] {0, 127, 128, 299}) {
        assertThat(found[i][0]).as("query %d", i).isEqualTo(nearest(queries[i], gallery));
      }
    }
  }

  private static int nearest(float[] query, float[][] gallery) {
    return IntStream.range(0, gallery.length)
        .boxed()
        .max(Comparator.comparingDouble(i -> CosineSimilarity.between(query, gallery[i])))
        .orElseThrow();
  }

  private static float[][] random(int n, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[n][16];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }
}
