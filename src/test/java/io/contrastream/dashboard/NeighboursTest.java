package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  /** The full measure is {@code -Dneighbours=100000}; it takes a minute or two. */
  private static final int SIZE = Integer.getInteger("neighbours", 10_000);

  private static final int QUERIES = 200;
  private static final int COUNT = 10;

  private final Random random = new Random(1);

  @Test
  void shouldFindWhatExactSearchFinds() {
    List<float[]> vectors = IntStream.range(0, SIZE).mapToObj(this::vector).toList();
    long startNs = System.nanoTime();
    NeighbourIndex index = new NeighbourIndex("one", Neighbours.DIMENSION, SIZE);
    for (int i = 0; i < SIZE; i++) {
      index.add(embedding("one", i, vectors.get(i)));
    }
    double buildSeconds = (System.nanoTime() - startNs) / 1e9;

    int found = 0;
    long[] tookNs = new long[QUERIES];
    for (int query = 0; query < QUERIES; query++) {
      float[] wanted = vector(query);
      long beforeNs = System.nanoTime();
      List<NeighbourIndex.Neighbour> near = index.nearest(wanted, COUNT);
      tookNs[query] = System.nanoTime() - beforeNs;
      Set<String> exact = exact(vectors, wanted);
      found += (int) near.stream().filter(one -> exact.contains(one.imageId())).count();
    }

    double recall = found / (double) (QUERIES * COUNT);
    java.util.Arrays.sort(tookNs);
    org.slf4j.LoggerFactory.getLogger(NeighboursTest.class)
        .warn(
            "{} vectors: built in {} s, recall {}, p99 {} ms",
            SIZE,
            buildSeconds,
            recall,
            tookNs[(int) (QUERIES * 0.99)] / 1e6);
    assertThat(recall).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void shouldAnswerFromTheOldIndexUntilThatOfTheNewCheckpointIsLargeEnough() {
    Neighbours neighbours = new Neighbours(5000);
    neighbours.add(embeddings("one", 0, 1000));

    neighbours.add(embeddings("two", 0, 499));
    String before = neighbours.index().orElseThrow().checkpoint();
    int filling = neighbours.index("two").orElseThrow().size();
    neighbours.add(embeddings("two", 499, 1));

    assertThat(before).isEqualTo("one");
    assertThat(filling).isEqualTo(499);
    assertThat(neighbours.index().orElseThrow().checkpoint()).isEqualTo("two");
    assertThat(neighbours.index("one")).isEmpty();
  }

  @Test
  void shouldStayBoundedAndGoOnWithTheNewest() {
    Neighbours neighbours = new Neighbours(200);

    for (int i = 0; i < 20; i++) {
      neighbours.add(embeddings("one", i * 100, 100));
      assertThat(neighbours.index().orElseThrow().size()).isBetween(1, 200);
    }

    NeighbourIndex index = neighbours.index().orElseThrow();
    assertThat(index.vector("0")).isEmpty();
    assertThat(index.vector("1800")).isPresent();
  }

  @Test
  void shouldNotFindWhatWasAsked() {
    Neighbours neighbours = new Neighbours(200);
    ImageEmbedding asked = embedding("one", 1, vector(1));
    asked.setImageId(ImageDesk.PREFIX + "1");

    neighbours.add(List.of(asked));

    assertThat(neighbours.index()).isEmpty();
  }

  private List<ImageEmbedding> embeddings(String checkpoint, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> embedding(checkpoint, i, vector(i)))
        .toList();
  }

  private static ImageEmbedding embedding(String checkpoint, int i, float[] vector) {
    return ImageEmbedding.newBuilder()
        .setImageId(String.valueOf(i))
        .setLabel(i % 10)
        .setVector(FloatVector.of(vector))
        .setCheckpointId(checkpoint)
        .build();
  }

  /** Ten clouds, as labels make them. */
  private float[] vector(int i) {
    Random center = new Random(i % 10);
    float[] vector = new float[Neighbours.DIMENSION];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = (float) (center.nextGaussian() + 0.4 * random.nextGaussian());
    }
    return vector;
  }

  private static Set<String> exact(List<float[]> vectors, float[] wanted) {
    double[] cosines =
        vectors.stream().mapToDouble(one -> CosineSimilarity.between(one, wanted)).toArray();
    return IntStream.range(0, vectors.size())
        .boxed()
        .sorted((a, b) -> Double.compare(cosines[b], cosines[a]))
        .limit(COUNT)
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }
}
