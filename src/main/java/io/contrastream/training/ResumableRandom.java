package io.contrastream.training;

import java.util.random.RandomGenerator;

/**
 * A generator whose whole state is one long, so that it can be resumed. SplitMix64, because Java's
 * own generators don't expose their state. Not thread-safe.
 */
final class ResumableRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param state a seed, or the {@link #state} of a generator to resume
   */
  ResumableRandom(long state) {
    this.state = state;
  }

  long state() {
    return state;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mixed(state);
  }

  /** Mixes the bits, one to one, so that neighbouring numbers give unrelated ones. */
  static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
