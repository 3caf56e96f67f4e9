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
 * @param images number of images compared
 * @param meanCosine mean cosine similarity of an image's two embeddings, in [-1, 1]; 1 if none
 *     moved
 * @param lowestCosine cosine similarity of the image that moved most
 * @param neighboursKept share of an image's ten nearest neighbours that are the same under both
 *     checkpoints, in [0, 1]
 */
public record EmbeddingShift(
    int images, double meanCosine, double lowestCosine, double neighboursKept) {
  private static final int NEIGHBOURS = 10;

  /** From these values up, an index of the old embeddings still gives the right answers. */
  private static final double MIN_MEAN_COSINE = 0.99;

  private static final double MIN_NEIGHBOURS_KEPT = 0.95;

  /**
   * Embeds all images with both checkpoints and compares.
   *
   * @param source finite, more than ten images
   */
  public static EmbeddingShift between(
      Encoder<byte[]> before, Encoder<byte[]> after, DigitSource source) {
    List<byte[]> images =
        IntStream.range(0, source.size()).mapToObj(i -> source.get(i).pixels()).toList();
    float[][] old = before.embed(images);
    float[][] fresh = after.embed(images);
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

  /** Whether embeddings of the two checkpoints can't share an index. */
  public boolean indexMustBeRebuilt() {
    return !(meanCosine >= MIN_MEAN_COSINE && neighboursKept >= MIN_NEIGHBOURS_KEPT);
  }

  /** Says in a sentence what the shift means for an index of old embeddings. */
  public String advice() {
    return indexMustBeRebuilt()
        ? "An index of the first checkpoint's embeddings must be rebuilt with the second: they are"
            + " not comparable."
        : "An index of the first checkpoint's embeddings can stay: the second's are comparable.";
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
      return neighbours.find(vectors, NEIGHBOURS, (query, candidate) -> query == candidate);
    }
  }
}
