package io.contrastream.training;

import java.util.random.RandomGenerator;

/**
 * Random numbers that can be gone on with later: all that the next ones depend on is one number.
 * (SplitMix64; the generators of Java keep theirs to themselves.)
 *
 * <p>Threads: one.
 */
final class ResumableRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param state a seed, or the {@link #state} of one that this shall go on for
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

  /** Spreads neighbouring numbers over all of the 64 bits, one to one. */
  static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
