package io.contrastream.cli.model;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import io.contrastream.training.across.LabelledVectors;
import java.util.ArrayList;
import java.util.List;

/** Embeds labelled images. */
final class ImageVectors {
  private ImageVectors() {}

  /**
   * @throws SourceException if an image has no label
   */
  static LabelledVectors embed(DigitSource images, Encoder<byte[]> encoder) {
    int[] labels = new int[images.size()];
    List<byte[]> pixels = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      Digit image = images.get(i);
      if (!image.isLabelled()) {
        throw new SourceException(
            "Image %d has no label: search across modalities needs labelled images.".formatted(i));
      }
      labels[i] = image.label();
      pixels.add(image.pixels());
    }
    return new LabelledVectors(encoder.embed(pixels), labels);
  }
}
