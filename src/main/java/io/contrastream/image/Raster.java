package io.contrastream.image;

/**
 * An image of any size, gray or in colour.
 *
 * @param values unsigned bytes, row by row from the top left, the channels of a pixel together.
 *     Shared, not copied, and never written to.
 * @param channels 1 (gray) or 3 (red, green, blue)
 */
public record Raster(byte[] values, int height, int width, int channels) {

  /**
   * @throws IllegalArgumentException if there are not as many values as the size needs; the message
   *     continues "Image X"
   */
  public Raster {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "has %d channels; send 1 (gray) or 3 (red, green, blue)".formatted(channels));
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "is %d × %d (height × width); both are at least 1".formatted(height, width));
    }
    long pixels = (long) height * width; // a record may claim any size
    if (pixels > Integer.MAX_VALUE || values.length != pixels * channels) {
      throw new IllegalArgumentException(
          "has %d bytes of pixels instead of %d × %d × %d (height × width × channels)"
              .formatted(values.length, height, width, channels));
    }
  }

  /** Returns a value, 0 to 255. */
  int at(int y, int x, int channel) {
    return values[(y * width + x) * channels + channel] & 0xff;
  }

  /** Whether the image has this size. */
  boolean is(int otherHeight, int otherWidth) {
    return height == otherHeight && width == otherWidth;
  }
}
