package io.contrastream.training.across;

import io.contrastream.image.Digit;
import io.contrastream.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The vectors of labelled images, which other encoders learn to meet. Immutable. */
public final class LabelledVectors {
  private final float[][] vectors;
  private final int[] labels;
  private final List<int[]> indicesOfLabel = new ArrayList<>();

  /**
   * @param vectors of the image encoder
   * @param labels one for each vector
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
   * Returns the vector of an image with this label.
   *
   * @throws SourceException if there is none
   */
  float[] sample(int label, RandomGenerator random) {
    int[] indices = indicesOfLabel.get(label);
    if (indices.length == 0) {
      throw new SourceException(
          "None of the %d images shows a %d: use more images.".formatted(size(), label));
    }
    return vectors[indices[random.nextInt(indices.length)]];
  }
}
