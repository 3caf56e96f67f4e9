package io.contrastream.training;

import io.contrastream.image.Digit;

/** Converts a stored image to the numbers that the network is trained on. */
@FunctionalInterface
public interface PixelScaling {

  /** Scales 0 to -1 and 255 to 1. */
  PixelScaling PLAIN =
      (pixels, out, offset) -> {
        for (int i = 0; i < Digit.PIXELS; i++) {
          out[offset + i] = (pixels[i] & 0xff) / 127.5f - 1;
        }
      };

  /**
   * @param pixels {@link Digit#PIXELS} unsigned bytes, row-major; not changed
   * @param out receives as many numbers in [-1, 1], starting at {@code offset}
   */
  void scale(byte[] pixels, float[] out, int offset);
}
