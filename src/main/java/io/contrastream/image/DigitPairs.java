package io.contrastream.image;

import io.contrastream.source.IndexedRandom;
import io.contrastream.source.SourceException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * An endless sequence of anchors with their contrastive examples. Anchor i is digit i modulo the
 * size of the source; its example shows the same digit (a positive pair) or another one (a negative
 * pair). Source, seed and index alone determine a pair. Safe for use by several threads.
 */
public final class DigitPairs {

  /** With two equally likely candidates, all attempts yield the anchor once in 2^64 times. */
  private static final int MAX_ATTEMPTS = 64;

  private final DigitSource source;
  private final long seed;
  private final int[] labels;

  /**
   * @throws SourceException if the source has fewer than two different labels
   */
  public DigitPairs(DigitSource source, long seed) {
    this.source = source;
    this.seed = seed;
    this.labels = IntStream.range(0, Digit.CLASSES).filter(this::isPresent).toArray();
    if (labels.length < 2) {
      throw new SourceException(
          "Pairs need digits with at least two different labels, but this source %s."
              .formatted(labels.length == 0 ? "has no labels" : "has only label " + labels[0]));
    }
  }

  private boolean isPresent(int label) {
    try {
      return source.sample(label, new SplittableRandom(seed)).shows(label);
    } catch (SourceException absent) {
      return false;
    }
  }

  /**
   * Returns a pair. Of pairs 2k and 2k + 1, one is positive and one negative in random order, so an
   * even number of pairs from an even index on is exactly half positive.
   *
   * <p>A positive example is not the anchor's own image unless the source has no other with its
   * label. The label of a negative example is drawn uniformly from the source's other labels.
   *
   * @param index at least 0
   * @throws SourceException if the anchor has no label
   */
  public DigitPair pair(long index) {
    Digit anchor = source.get((int) (index % source.size()));
    if (!anchor.isLabelled()) {
      throw new SourceException(
          "Digit %d has no label, so it cannot be paired.".formatted(index % source.size()));
    }
    boolean firstIsPositive = IndexedRandom.of(seed, ~(index / 2)).nextBoolean();
    boolean positive = (index % 2 == 0) == firstIsPositive;
    RandomGenerator random = IndexedRandom.of(seed, index);
    Digit example = positive ? another(anchor, random) : otherLabel(anchor, random);
    return new DigitPair(anchor, example, positive);
  }

  private Digit another(Digit anchor, RandomGenerator random) {
    Digit candidate = anchor;
    for (int i = 0; i < MAX_ATTEMPTS && Arrays.equals(candidate.pixels(), anchor.pixels()); i++) {
      candidate = source.sample(anchor.label(), random);
    }
    return candidate;
  }

  private Digit otherLabel(Digit anchor, RandomGenerator random) {
    int[] others = IntStream.of(labels).filter(label -> label != anchor.label()).toArray();
    return source.sample(others[random.nextInt(others.length)], random);
  }
}
