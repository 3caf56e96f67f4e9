package io.contrastream.sound;

/**
 * A recording.
 *
 * @param rate samples per second, {@link #MIN_RATE} to {@link #MAX_RATE}
 * @param samples 16-bit linear PCM of one channel, at least one sample and at most {@link
 *     #MAX_SECONDS} seconds of them. Shared, not copied, and never written to.
 */
public record Sound(int rate, short[] samples) {
  public static final int MIN_RATE = 4_000;
  public static final int MAX_RATE = 48_000;
  public static final int MAX_SECONDS = 4;

  /**
   * @throws IllegalArgumentException if the rate is out of range, or the recording is empty or too
   *     long
   */
  public Sound {
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw new IllegalArgumentException(
          "The sample rate of a sound is %d to %d Hz, not %d".formatted(MIN_RATE, MAX_RATE, rate));
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("A sound must have at least one sample");
    }
    if (samples.length > (long) MAX_SECONDS * rate) {
      throw new IllegalArgumentException(
          "A sound has at most %d s, not %.2f s"
              .formatted(MAX_SECONDS, (double) samples.length / rate));
    }
  }

  /** Returns the length in seconds. */
  public double seconds() {
    return (double) samples.length / rate;
  }
}
