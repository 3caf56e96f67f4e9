package io.contrastream.image;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Anchors with their contrastive examples, by index and without end: anchor i is digit i of the
 * source, over and over; its example shows the same digit (a positive pair) or another one (a
 * negative pair). Source, seed and index determine a pair, in whatever order pairs are asked for.
 * Safe to use from several threads.
 */
public final class DigitPairs {

  /** With two candidates alike likely, all of these tries meet the anchor once in 2^64 times. */
  private static final int TRIES = 64;

  private final DigitSource source;
  private final long seed;
  private final int[] labels;

  /**
   * @throws SourceException where the source shows fewer than two different digits, or its digits
   *     have no labels
   */
  public DigitPairs(DigitSource source, long seed) {
    this.source = source;
    this.seed = seed;
    this.labels = IntStream.range(0, Digit.CLASSES).filter(this::present).toArray();
    if (labels.length < 2) {
      throw new SourceException(
          "Pairs need digits of at least two different labels, but this source %s."
              .formatted(labels.length == 0 ? "has no labels" : "shows nothing but " + labels[0]));
    }
  }

  private boolean present(int label) {
    try {
      return source.sample(label, new SplittableRandom(seed)).label() == label;
    } catch (SourceException absent) {
      return false;
    }
  }

  /**
   * Of pairs 2k and 2k + 1, one is positive and one negative, in an order left to chance; so each
   * even number of pairs from an even index on is exactly half positive.
   *
   * <p>A positive example is never the anchor's own image, unless the source holds no other of its
   * label. The label of a negative example is each of the source's others alike likely.
   *
   * @param index at least 0
   * @throws SourceException where the anchor has no label
   */
  public DigitPair pair(long index) {
    Digit anchor = source.get((int) (index % source.size()));
    if (!anchor.labelled()) {
      throw new SourceException(
          "Digit %d has no label, so that it can't be paired with a digit of the same label."
              .formatted(index % source.size()));
    }
    boolean firstIsPositive = IndexedRandom.of(seed, ~(index / 2)).nextBoolean();
    boolean positive = (index % 2 == 0) == firstIsPositive;
    RandomGenerator random = IndexedRandom.of(seed, index);
    Digit example = positive ? another(anchor, random) : otherLabel(anchor, random);
    return new DigitPair(anchor, example, positive);
  }

  private Digit another(Digit anchor, RandomGenerator random) {
    Digit candidate = anchor;
    for (int i = 0; i < TRIES && Arrays.equals(candidate.pixels(), anchor.pixels()); i++) {
      candidate = source.sample(anchor.label(), random);
    }
    return candidate;
  }

  private Digit otherLabel(Digit anchor, RandomGenerator random) {
    int[] others = IntStream.of(labels).filter(label -> label != anchor.label()).toArray();
    return source.sample(others[random.nextInt(others.length)], random);
  }
}
