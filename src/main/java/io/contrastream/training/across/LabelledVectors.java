package io.contrastream.training.across;

import io.contrastream.image.Digit;
import io.contrastream.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Vectors of inputs of one modality, with their labels. Immutable. */
public final class LabelledVectors {
  private final float[][] vectors;
  private final int[] labels;
  private final List<int[]> indicesOfLabel = new ArrayList<>();

  /**
   * @param vectors at least one, all of the same length
   * @param labels of the vectors
   */
  public LabelledVectors(float[][] vectors, int[] labels) {
    this.vectors = vectors;
    this.labels = labels;
    for (int label = 0; label < Digit.CLASSES; label++) {
      int wanted = label;
      indicesOfLabel.add(
          IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray());
    }
  }

  public int size() {
    return vectors.length;
  }

  public float[][] vectors() {
    return vectors;
  }

  public int[] labels() {
    return labels;
  }

  /**
   * Returns one of the vectors with this label, chosen uniformly at random.
   *
   * @throws SourceException if there is none
   */
  float[] sample(int label, RandomGenerator random) {
    int[] indices = indicesOfLabel.get(label);
    if (indices.length == 0) {
      throw new SourceException(
          "None of the %d inputs has the label %d: use more of them.".formatted(size(), label));
    }
    return vectors[indices[random.nextInt(indices.length)]];
  }
}
