package io.contrastream.training;

import io.contrastream.image.Digit;

/** Turns an image as it is stored into the numbers that the network learns from. */
@FunctionalInterface
public interface PixelScaling {

  /** The image as it is: 0 becomes -1, 255 becomes 1. */
  PixelScaling PLAIN =
      (pixels, out, offset) -> {
        for (int i = 0; i < Digit.PIXELS; i++) {
          out[offset + i] = (pixels[i] & 0xff) / 127.5f - 1;
        }
      };

  /**
   * @param pixels 784 unsigned bytes, row-major; not changed
   * @param out receives 784 numbers in [-1, 1] from {@code offset} on
   */
  void scale(byte[] pixels, float[] out, int offset);
}
