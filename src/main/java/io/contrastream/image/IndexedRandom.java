package io.contrastream.image;

import java.util.SplittableRandom;

/** Random numbers for each index of a sequence, the same whatever was asked for before. */
public final class IndexedRandom {

  private static final long STEP = 0xD1342543DE82EF95L;

  private IndexedRandom() {}

  public static SplittableRandom of(long seed, long index) {
    return new SplittableRandom(mixed(seed) ^ mixed(index * STEP + 1));
  }

  /**
   * MurmurHash3's finaliser. Without it neighbours would share their numbers: a SplittableRandom
   * walks its state in equal steps, so that seeds a step apart give one sequence, shifted.
   */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
