package io.contrastream.sound;

import java.util.Locale;

/** Refuses recordings without a voice that could be understood: silent or clipped ones. */
public final class Loudness {

  /** 60 dB below full scale. */
  static final int MIN_PEAK = 33;

  /** A loud voice reaches full scale in a few samples only. */
  static final double MAX_CLIPPED_SHARE = 0.2;

  private Loudness() {}

  /**
   * @throws IllegalArgumentException if no sample reaches -60 dB of full scale, or more than 20 %
   *     of them are at full scale
   */
  public static void requireAudible(Sound sound) {
    int peak = 0;
    int clipped = 0;
    for (short sample : sound.samples()) {
      int magnitude = Math.abs((int) sample);
      peak = Math.max(peak, magnitude);
      if (magnitude >= Short.MAX_VALUE) {
        clipped++;
      }
    }
    if (peak < MIN_PEAK) {
      throw new IllegalArgumentException(
          "A sound must not be silent: its loudest sample is %d of %d"
              .formatted(peak, LogMel.FULL_SCALE));
    }
    double share = (double) clipped / sound.samples().length;
    if (share > MAX_CLIPPED_SHARE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A sound must not be clipped: %.1f %% of its samples are at full scale; at most %.0f"
                  + " %% may be",
              100 * share,
              100 * MAX_CLIPPED_SHARE));
    }
  }
}
