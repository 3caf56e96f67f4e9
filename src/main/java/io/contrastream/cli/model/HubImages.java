package io.contrastream.cli.model;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import io.contrastream.training.across.LabelledVectors;
import java.util.stream.IntStream;

/** Embeds labelled images. */
final class HubImages {
  private HubImages() {}

  /**
   * @throws SourceException if an image has no label
   */
  static LabelledVectors embed(DigitSource images, Encoder<byte[]> encoder) {
    int[] labels = new int[images.size()];
    for (int i = 0; i < labels.length; i++) {
      if (!images.get(i).isLabelled()) {
        throw new SourceException(
            "Image %d has no label: search across modalities needs labelled images.".formatted(i));
      }
      labels[i] = images.get(i).label();
    }
    float[][] vectors =
        encoder.embed(
            IntStream.range(0, labels.length).mapToObj(i -> images.get(i).pixels()).toList());
    return new LabelledVectors(vectors, labels);
  }
}
