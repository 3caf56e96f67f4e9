package io.contrastream.feed;

import java.util.concurrent.ThreadLocalRandom;

/** Names one run of a producer, so that the ids it gives out never meet those of another run. */
final class RunId {
  private static final int CHANCE = 36 * 36 * 36;

  private RunId() {}

  /** The time of day and a little chance, to base 36: runs sort by the time they were started. */
  static String next() {
    long chance = ThreadLocalRandom.current().nextInt(CHANCE);
    return Long.toString(System.currentTimeMillis() / 1000 * CHANCE + chance, 36);
  }
}
