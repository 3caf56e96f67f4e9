package io.contrastream.sound;

import java.util.function.DoubleUnaryOperator;

/** Recordings for tests. */
public final class Sounds {
  private Sounds() {}

  /**
   * @param wave from seconds to -32768 to 32767
   */
  public static Sound of(int rate, double seconds, DoubleUnaryOperator wave) {
    short[] samples = new short[(int) Math.round(seconds * rate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.floor(wave.applyAsDouble((double) i / rate) + 0.5);
    }
    return new Sound(rate, samples);
  }

  public static Sound tone(int rate, double seconds, double hertz, double amplitude) {
    return of(rate, seconds, t -> amplitude * Math.sin(2 * Math.PI * hertz * t));
  }

  /** A tone that rises to 1.7 kHz in half a second and beyond, and a faint one of 3 kHz. */
  public static Sound chirp(int rate, double seconds) {
    return of(rate, seconds, Sounds::chirp);
  }

  static double chirp(double t) {
    return Math.min(1, 8 * t) * 12_000 * Math.sin(2 * Math.PI * (200 * t + 1500 * t * t))
        + 300 * Math.sin(2 * Math.PI * 3000 * t);
  }
}
