package io.contrastream.sound;

import java.util.stream.IntStream;

/**
 * A triangle over the bins of a power spectrum.
 *
 * @param first the bin of the first weight
 * @param weights from 0 to 1
 */
record MelFilter(int first, double[] weights) {

  /**
   * Returns triangles whose edges and peaks are equally spaced on the mel scale, each from the peak
   * of the one before to the peak of the one after.
   *
   * @param count number of filters
   * @param from lower edge of the first filter in Hz
   * @param to upper edge of the last filter in Hz
   * @param binWidth in Hz
   */
  static MelFilter[] bank(int count, double from, double to, double binWidth) {
    double step = (mel(to) - mel(from)) / (count + 1);
    double[] edges =
        IntStream.range(0, count + 2).mapToDouble(i -> hertz(mel(from) + i * step)).toArray();
    return IntStream.range(0, count)
        .mapToObj(i -> triangle(edges[i], edges[i + 1], edges[i + 2], binWidth))
        .toArray(MelFilter[]::new);
  }

  private static MelFilter triangle(double from, double peak, double to, double binWidth) {
    int first = (int) Math.ceil(from / binWidth);
    int last = (int) Math.floor(to / binWidth);
    double[] weights =
        IntStream.rangeClosed(first, last)
            .mapToDouble(bin -> bin * binWidth)
            .map(f -> Math.min((f - from) / (peak - from), (to - f) / (to - peak)))
            .toArray();
    return new MelFilter(first, weights);
  }

  /** HTK's mel scale. */
  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** Returns the sum of a power spectrum, weighted by this filter. */
  double of(double[] power) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * power[first + i];
    }
    return sum;
  }
}
