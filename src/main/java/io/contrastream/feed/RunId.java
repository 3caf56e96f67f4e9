package io.contrastream.feed;

import java.util.concurrent.ThreadLocalRandom;

/** Generates a unique name for each run of a producer, the prefix of the ids it assigns. */
final class RunId {
  private static final int RANDOM_RANGE = 36 * 36 * 36;

  private RunId() {}

  /** Returns the time in seconds and a random part, in base 36: runs sort by their start. */
  static String next() {
    long random = ThreadLocalRandom.current().nextInt(RANDOM_RANGE);
    return Long.toString(System.currentTimeMillis() / 1000 * RANDOM_RANGE + random, 36);
  }
}
