package io.contrastream.training;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far the embeddings of the same images move from one checkpoint to another.
 *
 * @param images compared
 * @param meanCosine mean cosine similarity of an image's two vectors, in [-1, 1]; 1 where none
 *     moved
 * @param lowestCosine that of the image that moved most
 * @param neighboursKept share of each image's ten nearest among the others that are the same under
 *     both, in [0, 1]
 */
public record EmbeddingShift(
    int images, double meanCosine, double lowestCosine, double neighboursKept) {
  private static final int NEIGHBOURS = 10;
  private static final int BLOCK = 256;

  /** From these figures on, an index of the old vectors still finds what it is asked for. */
  private static final double SAME_PLACE = 0.99;

  private static final double SAME_NEIGHBOURS = 0.95;

  /**
   * @param source finite, more than ten images
   */
  public static EmbeddingShift between(
      Encoder<byte[]> before, Encoder<byte[]> after, DigitSource source) {
    List<byte[]> images =
        IntStream.range(0, source.size()).mapToObj(i -> source.get(i).pixels()).toList();
    float[][] old = embed(before, images);
    float[][] fresh = embed(after, images);
    double[] cosines =
        IntStream.range(0, old.length)
            .mapToDouble(i -> CosineSimilarity.between(old[i], fresh[i]))
            .toArray();
    return new EmbeddingShift(
        old.length,
        Arrays.stream(cosines).average().orElse(Double.NaN),
        Arrays.stream(cosines).min().orElse(Double.NaN),
        kept(neighbours(old), neighbours(fresh)));
  }

  /** Whether vectors of the two checkpoints must not stand in one index. */
  public boolean indexMustBeRebuilt() {
    return !(meanCosine >= SAME_PLACE && neighboursKept >= SAME_NEIGHBOURS);
  }

  /** What the figures mean for an index of old vectors, in a sentence. */
  public String advice() {
    return indexMustBeRebuilt()
        ? "An index of vectors of the first must be rebuilt with the second: the two can't be"
            + " compared."
        : "An index of vectors of the first may stay: those of the second lie in the same places.";
  }

  private static double kept(int[][] old, int[][] fresh) {
    long common = 0;
    for (int i = 0; i < old.length; i++) {
      Set<Integer> both = new HashSet<>(Arrays.stream(old[i]).boxed().toList());
      both.retainAll(Arrays.stream(fresh[i]).boxed().toList());
      common += both.size();
    }
    return (double) common / ((long) NEIGHBOURS * old.length);
  }

  private static int[][] neighbours(float[][] vectors) {
    try (NearestNeighbours neighbours = new NearestNeighbours(vectors)) {
      return neighbours.find(vectors, NEIGHBOURS, true);
    }
  }

  private static float[][] embed(Encoder<byte[]> embedder, List<byte[]> images) {
    float[][] vectors = new float[images.size()][];
    for (int from = 0; from < vectors.length; from += BLOCK) {
      int to = Math.min(vectors.length, from + BLOCK);
      float[][] part = embedder.embed(images.subList(from, to));
      System.arraycopy(part, 0, vectors, from, part.length);
    }
    return vectors;
  }
}
