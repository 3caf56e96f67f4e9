package io.contrastream.training;

import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ImageFit;
import io.contrastream.image.Digit;
import io.contrastream.schema.Modality;
import io.contrastream.sound.LogMel;
import io.contrastream.source.Labelled;
import io.contrastream.topic.InputRecord;
import java.nio.charset.StandardCharsets;

/**
 * An input as trainers keep it, in few bytes.
 *
 * @param content the pixels of an image; the text of a caption in UTF-8; the log-mel spectrogram of
 *     a sound, a byte per value: 0 for -1, 255 for 1. Never changed.
 * @param label 0 to 9, or null if unknown
 */
public record Sample(Modality modality, byte[] content, Integer label) {
  private static final float HALF = 127.5f;

  /**
   * @throws IllegalArgumentException if the label is out of range, or the content not of the size
   *     that the network takes
   */
  public Sample {
    Labelled.requireLabel(label);
    int size = Networks.of(modality).spec().input().size();
    if (modality != Modality.CAPTION && content.length != size) {
      throw new IllegalArgumentException(
          "An input of %s has %d values, not %d".formatted(modality, size, content.length));
    }
  }

  public static Sample of(Digit digit) {
    return new Sample(Modality.IMAGE, digit.pixels(), digit.label());
  }

  /**
   * @throws IllegalArgumentException if the input cannot be embedded
   */
  public static Sample of(InputRecord input) {
    return switch (input.modality()) {
      case IMAGE ->
          of(new Digit(input.pixels(Networks.IMAGE.spec().input(), ImageFit.EXACT), input.label()));
      case CAPTION ->
          new Sample(
              Modality.CAPTION,
              input.caption().text().getBytes(StandardCharsets.UTF_8),
              input.label());
      case SOUND -> new Sample(Modality.SOUND, bytes(LogMel.of(input.sound())), input.label());
    };
  }

  private static byte[] bytes(float[] spectrogram) {
    byte[] bytes = new byte[spectrogram.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round((spectrogram[i] + 1) * HALF);
    }
    return bytes;
  }

  /** Returns how many numbers {@link #write} writes. */
  int size() {
    return Networks.of(modality).spec().input().size();
  }

  /** Writes the numbers that the network of the modality takes, in its order. */
  void write(float[] out, int offset) {
    if (modality == Modality.CAPTION) {
      Caption caption = new Caption(new String(content, StandardCharsets.UTF_8));
      CaptionFeatures.Bag bag = CaptionFeatures.of(caption);
      for (int i = 0; i < bag.buckets().length; i++) {
        out[offset + bag.buckets()[i]] += bag.weights()[i];
      }
    } else {
      for (int i = 0; i < content.length; i++) {
        out[offset + i] = (content[i] & 0xff) / HALF - 1;
      }
    }
  }
}
