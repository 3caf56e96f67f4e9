package io.contrastream.image;

import java.util.Arrays;

/**
 * Scales an image so that each new pixel is the mean of the area that it covers (a box filter, as
 * image libraries call it): nothing is left out when an image gets smaller. First the rows, then
 * the columns, in floating point; rounded once.
 */
final class AreaScaling {
  private final Raster image;
  private final int height;
  private final int width;

  AreaScaling(Raster image, int height, int width) {
    this.image = image;
    this.height = height;
    this.width = width;
  }

  Raster run() {
    int channels = image.channels();
    byte[] values = new byte[height * width * channels];
    float[] row = new float[image.width() * channels];
    float[] narrow = new float[width * channels];
    double step = (double) image.height() / height;
    for (int y = 0; y < height; y++) {
      meanOfRows(y * step, (y + 1) * step, row);
      meanOfColumns(row, narrow);
      for (int i = 0; i < narrow.length; i++) {
        values[y * narrow.length + i] = (byte) Math.round(narrow[i]);
      }
    }
    return new Raster(values, height, width, channels);
  }

  /** Writes the mean of the rows from {@code top} to {@code bottom}, in parts of rows. */
  private void meanOfRows(double top, double bottom, float[] out) {
    Arrays.fill(out, 0);
    byte[] values = image.values();
    for (int y = (int) top; y < bottom && y < image.height(); y++) {
      float weight = (float) ((Math.min(y + 1, bottom) - Math.max(y, top)) / (bottom - top));
      int from = y * out.length;
      for (int i = 0; i < out.length; i++) {
        out[i] += weight * (values[from + i] & 0xff);
      }
    }
  }

  private void meanOfColumns(float[] row, float[] out) {
    int channels = image.channels();
    double step = (double) image.width() / width;
    for (int x = 0; x < width; x++) {
      double left = x * step;
      double right = (x + 1) * step;
      for (int channel = 0; channel < channels; channel++) {
        double sum = 0;
        for (int i = (int) left; i < right && i < image.width(); i++) {
          sum += (Math.min(i + 1, right) - Math.max(i, left)) * row[i * channels + channel];
        }
        out[x * channels + channel] = (float) (sum / step);
      }
    }
  }
}
