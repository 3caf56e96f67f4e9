package io.contrastream.sound;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Turns a recording into the input of the sound encoder, a log-mel spectrogram. Safe for use by
 * several threads.
 *
 * <ol>
 *   <li>Resample to {@link #RATE} by SciPy's {@code resample_poly(x, RATE / g, rate / g,
 *       window="hamming")}, g being the greatest common divisor; divide by 32768.
 *   <li>Take frames of 256 samples every 80 (10 ms), as many as fit whole; a recording shorter than
 *       one is padded with zeros at its end.
 *   <li>Multiply by the periodic Hann window {@code 0.5 - 0.5 cos(2 pi n / 256)}; the squared
 *       magnitudes of the FFT are the power of 129 bins.
 *   <li>Sum under {@link #BANDS} triangles of height 1, linear in Hz, their edges and peaks equally
 *       spaced from 60 to 3,800 Hz in {@code mel = 2595 log10(1 + Hz / 700)}: librosa's {@code
 *       filters.mel(sr=8000, n_fft=256, n_mels=40, fmin=60, fmax=3800, htk=True, norm=None)}.
 *   <li>{@code dB = 10 log10(power + 1e-10)}, less the recording's maximum.
 *   <li>Cut the frames before the first, and after the last, whose loudest band is at least -45 dB,
 *       and those more than 10 frames before the first, and after the last, whose loudest band is
 *       at least -30 dB: noise around the word.
 *   <li>{@code value = max(dB, -60) / 30 + 1}, so -1 to 1.
 *   <li>Take {@link #FRAMES} values of each band at equal distances, from the first frame to the
 *       last, linear between two frames.
 * </ol>
 *
 * So loudness, tempo and pauses around the word do not matter.
 */
public final class LogMel {
  /** Samples per second. */
  public static final int RATE = 8_000;

  public static final int BANDS = 40;
  public static final int FRAMES = 48;

  static final int FULL_SCALE = 1 << 15;

  private static final int LENGTH = 256;
  private static final int HOP = 80;
  private static final double LOWEST = 60;
  private static final double HIGHEST = 3_800;
  private static final double LEAST_POWER = 1e-10;

  /** Ends that are quieter are cut; in dB, as all of these. */
  public static final double AUDIBLE = -45;

  private static final double LOUD = -30;

  /** Frames before and after the loud ones that may belong to the word. */
  private static final int MARGIN = 10;

  private static final double FLOOR = -60;
  private static final double SCALE = 30;

  private static final double[] WINDOW = hann();
  private static final MelFilter[] FILTERS =
      MelFilter.bank(BANDS, LOWEST, HIGHEST, (double) RATE / LENGTH);

  private LogMel() {}

  private static double[] hann() {
    double[] window = new double[LENGTH];
    Arrays.setAll(window, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / LENGTH));
    return window;
  }

  /**
   * Returns {@link #BANDS} x {@link #FRAMES} values from -1 to 1, one band after the other, the
   * lowest first.
   *
   * @throws IllegalArgumentException if the recording is silent or clipped, see {@link Loudness}
   */
  public static float[] of(Sound sound) {
    Loudness.requireAudible(sound);
    return ofSamples(resampled(sound), AUDIBLE);
  }

  /** Returns the samples at {@link #RATE}, from -1 to 1 but for overshoot. */
  public static float[] resampled(Sound sound) {
    short[] samples = sound.samples();
    if (sound.rate() != RATE) {
      return Resampler.from(sound.rate()).apply(samples);
    }
    float[] result = new float[samples.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) samples[i] / FULL_SCALE;
    }
    return result;
  }

  /**
   * Does the same as {@link #of} from resampled samples, without looking whether they are silent or
   * clipped.
   *
   * @param samples at {@link #RATE}
   * @param audible cuts at the ends what is quieter than so many dB in relation to the maximum;
   *     {@link #AUDIBLE} but to distort
   */
  public static float[] ofSamples(float[] samples, double audible) {
    double[][] frames = decibels(samples);
    double max = Arrays.stream(frames).mapToDouble(LogMel::loudest).max().orElseThrow();
    double[] loudness = Arrays.stream(frames).mapToDouble(it -> loudest(it) - max).toArray();
    int first = Math.max(first(loudness, audible), first(loudness, LOUD) - MARGIN);
    int last = Math.min(last(loudness, audible), last(loudness, LOUD) + MARGIN);
    float[] result = new float[BANDS * FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      double place = first + (double) i * (last - first) / (FRAMES - 1);
      double[] before = frames[(int) place];
      double[] after = frames[Math.min(last, (int) place + 1)];
      for (int band = 0; band < BANDS; band++) {
        double low = Math.max(before[band] - max, FLOOR);
        double high = Math.max(after[band] - max, FLOOR);
        result[band * FRAMES + i] = (float) ((low + place % 1 * (high - low)) / SCALE + 1);
      }
    }
    return result;
  }

  /** Returns the first frame that is at least as loud as that. */
  private static int first(double[] loudness, double least) {
    return IntStream.range(0, loudness.length)
        .filter(i -> loudness[i] >= least)
        .findFirst()
        .getAsInt();
  }

  private static int last(double[] loudness, double least) {
    return IntStream.range(0, loudness.length).filter(i -> loudness[i] >= least).max().getAsInt();
  }

  private static double loudest(double[] frame) {
    double max = frame[0];
    for (double band : frame) {
      max = Math.max(max, band);
    }
    return max;
  }

  /** Returns the bands of each frame in dB. */
  static double[][] decibels(float[] samples) {
    int count = 1 + Math.max(0, samples.length - LENGTH) / HOP;
    double[][] frames = new double[count][BANDS];
    double[][] complex = new double[2][LENGTH];
    double[] power = new double[LENGTH / 2 + 1];
    for (int frame = 0; frame < count; frame++) {
      spectrum(samples, frame * HOP, complex, power);
      for (int band = 0; band < BANDS; band++) {
        frames[frame][band] = 10 * Math.log10(FILTERS[band].of(power) + LEAST_POWER);
      }
    }
    return frames;
  }

  /**
   * @param complex real and imaginary parts to calculate in
   * @param power receives the result
   */
  private static void spectrum(float[] samples, int start, double[][] complex, double[] power) {
    double[] real = complex[0];
    double[] imaginary = complex[1];
    for (int i = 0; i < LENGTH; i++) {
      real[i] = start + i < samples.length ? samples[start + i] * WINDOW[i] : 0;
      imaginary[i] = 0;
    }
    FastFourierTransformer.transformInPlace(
        complex, DftNormalization.STANDARD, TransformType.FORWARD);
    for (int i = 0; i < power.length; i++) {
      power[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
    }
  }
}
