package io.contrastream.training.across;

import io.contrastream.image.Digit;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.training.NearestNeighbours;
import java.util.stream.IntStream;

/** Measures search across modalities among vectors with labels. */
public final class AcrossEvaluation {
  /** Number of vectors that are searched, at least. */
  public static final int NEIGHBOURS = 10;

  private AcrossEvaluation() {}

  /**
   * @param images vectors of images
   * @param sounds vectors of sounds, or null for none
   * @param captions vectors of captions, or null for none
   */
  public static AcrossReport of(
      LabelledVectors images, LabelledVectors sounds, LabelledVectors captions) {
    return new AcrossReport(
        images.size(),
        sounds == null ? null : sounds.size(),
        captions == null ? null : captions.size(),
        search(sounds, images),
        search(images, sounds),
        search(captions, images),
        search(images, captions),
        nearestCentre(sounds, images),
        nearestCentre(captions, images));
  }

  private static AcrossReport.Search search(LabelledVectors queries, LabelledVectors found) {
    return queries == null || found == null
        ? null
        : search(queries.vectors(), queries.labels(), found.vectors(), found.labels());
  }

  private static Double nearestCentre(LabelledVectors queries, LabelledVectors images) {
    return queries == null
        ? null
        : nearestCentre(queries.vectors(), queries.labels(), images.vectors(), images.labels());
  }

  /**
   * @param queries vectors that search, at least one
   * @param found vectors that are searched, at least ten
   */
  public static AcrossReport.Search search(
      float[][] queries, int[] labels, float[][] found, int[] foundLabels) {
    int first = 0;
    int right = 0;
    try (NearestNeighbours neighbours = new NearestNeighbours(found)) {
      int[][] nearest = neighbours.find(queries, NEIGHBOURS, (query, candidate) -> false);
      for (int i = 0; i < queries.length; i++) {
        int label = labels[i];
        first += foundLabels[nearest[i][0]] == label ? 1 : 0;
        right += (int) IntStream.of(nearest[i]).filter(k -> foundLabels[k] == label).count();
      }
    }
    return new AcrossReport.Search(
        (double) first / queries.length, (double) right / queries.length / NEIGHBOURS);
  }

  /**
   * Returns the share of queries for which the mean of their label's vectors, each of length 1, is
   * nearer than those of the other labels.
   */
  public static double nearestCentre(
      float[][] queries, int[] labels, float[][] vectors, int[] vectorLabels) {
    float[][] centres = centres(vectors, vectorLabels);
    long right =
        IntStream.range(0, queries.length)
            .filter(i -> nearest(queries[i], centres) == labels[i])
            .count();
    return (double) right / queries.length;
  }

  private static int nearest(float[] query, float[][] centres) {
    int nearest = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < centres.length; label++) {
      if (centres[label] == null) {
        continue; // no image has this label
      }
      double cosine = CosineSimilarity.between(query, centres[label]);
      if (cosine > highest) {
        highest = cosine;
        nearest = label;
      }
    }
    return nearest;
  }

  private static float[][] centres(float[][] vectors, int[] labels) {
    float[][] centres = new float[Digit.CLASSES][];
    for (int i = 0; i < vectors.length; i++) {
      float[] unit = CosineSimilarity.unit(vectors[i]);
      if (centres[labels[i]] == null) {
        centres[labels[i]] = new float[unit.length];
      }
      float[] centre = centres[labels[i]];
      for (int k = 0; k < centre.length; k++) {
        centre[k] += unit[k];
      }
    }
    return centres;
  }
}
