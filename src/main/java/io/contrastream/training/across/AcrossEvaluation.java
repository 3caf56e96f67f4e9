package io.contrastream.training.across;

import io.contrastream.image.Digit;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.training.NearestNeighbours;
import java.util.stream.IntStream;

/** Measures search across modalities among vectors with labels. */
public final class AcrossEvaluation {
  /** Number of nearest vectors that P@10 looks at: as many must be searched, at least. */
  public static final int NEIGHBOURS = 10;

  private AcrossEvaluation() {}

  /**
   * @param images at least ten
   * @param sounds at least ten, or null for none
   * @param captions at least ten, or null for none
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
        nearestCentreIfAny(sounds, images),
        nearestCentreIfAny(captions, images));
  }

  /** Returns null if there is nothing that searches or is searched. */
  private static AcrossReport.Search search(LabelledVectors queries, LabelledVectors found) {
    if (queries == null || found == null) {
      return null;
    }
    int first = 0;
    int right = 0;
    try (NearestNeighbours neighbours = new NearestNeighbours(found.vectors())) {
      int[][] nearest = neighbours.find(queries.vectors(), NEIGHBOURS, (query, candidate) -> false);
      for (int i = 0; i < nearest.length; i++) {
        int label = queries.labels()[i];
        first += found.labels()[nearest[i][0]] == label ? 1 : 0;
        right += (int) IntStream.of(nearest[i]).filter(k -> found.labels()[k] == label).count();
      }
    }
    return new AcrossReport.Search(
        (double) first / queries.size(), (double) right / queries.size() / NEIGHBOURS);
  }

  private static Double nearestCentreIfAny(LabelledVectors queries, LabelledVectors images) {
    return queries == null ? null : (Double) nearestCentre(queries, images);
  }

  /**
   * Returns the share of queries for which the mean of the images with their label, each vector of
   * length 1, is nearer than the means of the other labels. Labels without images are left out.
   */
  public static double nearestCentre(LabelledVectors queries, LabelledVectors images) {
    float[][] centres = centres(images.vectors(), images.labels());
    long right =
        IntStream.range(0, queries.size())
            .filter(i -> nearest(queries.vectors()[i], centres) == queries.labels()[i])
            .count();
    return (double) right / queries.size();
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
