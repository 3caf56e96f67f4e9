package io.contrastream.sound;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.analysis.function.Sinc;
import org.apache.commons.math3.util.ArithmeticUtils;

/**
 * Changes the sample rate to {@link LogMel#RATE}, as SciPy's {@code resample_poly(samples, up,
 * down, window="hamming")} does. The JDK's converter of rates has no low-pass: a tone of 6 kHz
 * comes out of it at 2 kHz, as loud as it was.
 *
 * @param up the factor by which zeros are inserted
 * @param down the step from one sample of the result to the next, after that
 * @param taps the low-pass, symmetric around its middle; {@code up} times each sample's response
 */
record Resampler(int up, int down, double[] taps) {

  /** Zero crossings of the sinc on each side. */
  private static final int CROSSINGS = 10;

  /** Bounds what is kept; uncommon rates such as 44,099 Hz take 880,000 taps. */
  private static final int MAX_KEPT = 64;

  private static final int MAX_KEPT_TAPS = 10_000;

  private static final Map<Integer, Resampler> KEPT = new ConcurrentHashMap<>();

  /**
   * @param rate samples per second to change from
   */
  static Resampler from(int rate) {
    Resampler kept = KEPT.get(rate);
    if (kept != null) {
      return kept;
    }
    int divisor = ArithmeticUtils.gcd(rate, LogMel.RATE);
    int up = LogMel.RATE / divisor;
    int down = rate / divisor;
    Resampler made = new Resampler(up, down, lowPass(up, Math.max(up, down)));
    if (KEPT.size() < MAX_KEPT && made.taps.length <= MAX_KEPT_TAPS) {
      KEPT.put(rate, made);
    }
    return made;
  }

  /** Returns a sinc with a Hamming window that cuts off at half of the lower rate. */
  private static double[] lowPass(int up, int widest) {
    int half = CROSSINGS * widest;
    double[] taps = new double[2 * half + 1];
    Sinc sinc = new Sinc(true);
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      double window = 0.54 - 0.46 * Math.cos(Math.PI * i / half);
      taps[i] = window * sinc.value((double) (i - half) / widest);
      sum += taps[i];
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] *= up / sum;
    }
    return taps;
  }

  /** Returns the samples at the new rate, divided by 32768. */
  float[] apply(short[] samples) {
    float[] result = new float[(int) (((long) samples.length * up + down - 1) / down)];
    int half = taps.length / 2;
    for (int i = 0; i < result.length; i++) {
      // the tap of sample s is at middle + half - s * up
      long middle = (long) i * down;
      int first = (int) Math.max(0, (middle - half + up - 1) / up);
      int last = (int) Math.min(samples.length - 1L, (middle + half) / up);
      int tap = (int) (middle + half - (long) first * up);
      double sum = 0;
      for (int s = first; s <= last; s++) {
        sum += samples[s] * taps[tap];
        tap -= up;
      }
      result[i] = (float) (sum / LogMel.FULL_SCALE);
    }
    return result;
  }
}
