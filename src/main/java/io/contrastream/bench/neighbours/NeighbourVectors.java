package io.contrastream.bench.neighbours;

import io.contrastream.bench.BenchWatch;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.network.ImageEncoders;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Vectors to index, and queries that are not among them. */
public record NeighbourVectors(List<float[]> indexed, List<float[]> queries) {
  private static final int BATCH = 128;

  /**
   * Embeds digits: the first become the indexed vectors, the next the queries.
   *
   * @param digits at least as many as vectors and queries together
   * @throws RuntimeException if the model can't be loaded
   */
  public static NeighbourVectors embedded(
      int indexed, int queries, DigitSource digits, ModelSettings settings, BenchWatch watch)
      throws InterruptedException {
    float[][] vectors = new float[indexed + queries][];
    watch.say("Embedding %,d digits…".formatted(vectors.length));
    try (Encoder<byte[]> model = ImageEncoders.load(settings, settings.checkpoint(), List.of())) {
      for (int from = 0; from < vectors.length; from += BATCH) {
        watch.throwIfStopped();
        int to = Math.min(vectors.length, from + BATCH);
        List<byte[]> pixels =
            IntStream.range(from, to).mapToObj(i -> digits.get(i).pixels()).toList();
        System.arraycopy(model.embed(pixels), 0, vectors, from, to - from);
      }
    }
    return split(indexed, vectors);
  }

  /** Draws vectors uniformly from the sphere; without structure, they are the hardest case. */
  public static NeighbourVectors random(int indexed, int queries, long seed) {
    Random random = new Random(seed);
    int dimension = Networks.DIMENSION;
    float[][] vectors = new float[indexed + queries][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return split(indexed, vectors);
  }

  private static NeighbourVectors split(int indexed, float[][] vectors) {
    List<float[]> all = Arrays.asList(vectors);
    return new NeighbourVectors(all.subList(0, indexed), all.subList(indexed, vectors.length));
  }

  int dimension() {
    return indexed.get(0).length;
  }

  /** Returns the embedding as it would come from the topic; its image id is its number. */
  ImageEmbedding embedding(int number) {
    return ImageEmbedding.newBuilder()
        .setImageId("%08d".formatted(number))
        .setVector(FloatVector.of(indexed.get(number).clone()))
        .setCheckpointId("measured")
        .build();
  }

  double cosine(float[] query, int number) {
    return CosineSimilarity.between(query, indexed.get(number));
  }

  /** Returns the numbers of the most similar vectors, found by an exhaustive search. */
  Set<Integer> exact(float[] query, int count) {
    double[] cosines =
        IntStream.range(0, indexed.size()).mapToDouble(i -> cosine(query, i)).toArray();
    PriorityQueue<Integer> best =
        new PriorityQueue<>(Comparator.comparingDouble((Integer i) -> cosines[i]));
    for (int i = 0; i < cosines.length; i++) {
      if (best.size() < count) {
        best.add(i);
      } else if (cosines[i] > cosines[best.element()]) {
        best.remove();
        best.add(i);
      }
    }
    return Set.copyOf(best);
  }
}
