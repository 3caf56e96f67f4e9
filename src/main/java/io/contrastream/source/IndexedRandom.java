package io.contrastream.source;

import java.util.SplittableRandom;

/** Gives each index of a sequence its own random numbers, whatever the order of the calls. */
public final class IndexedRandom {

  private static final long STEP = 0xD1342543DE82EF95L;

  private IndexedRandom() {}

  public static SplittableRandom of(long seed, long index) {
    return new SplittableRandom(mixed(seed) ^ mixed(index * STEP + 1));
  }

  /** Returns the numbers from 0 to n - 1 in a random order of the index's own. */
  public static int[] permutation(long seed, long index, int n) {
    SplittableRandom random = of(seed, index);
    int[] order = new int[n];
    for (int i = 1; i < n; i++) {
      int place = random.nextInt(i + 1);
      order[i] = order[place];
      order[place] = i;
    }
    return order;
  }

  /**
   * Applies MurmurHash3's finaliser. A SplittableRandom advances its state in equal steps, so
   * unmixed seeds one step apart would give the same sequence, shifted.
   */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
