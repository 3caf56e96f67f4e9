package io.contrastream.training.across;

import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import java.util.SplittableRandom;

/**
 * Writes the share of each bucket in a caption's n-grams, of which some are left out and some are
 * added at random, so that words never seen around a digit's name change little. Not thread-safe.
 */
public final class CaptionAugmenter implements Features<Caption> {
  /** Maximum share of the n-grams that is left out, and that is added. */
  private static final double MAX_LOST = 0.3;

  private static final double MAX_ADDED = 1;

  /** Maximum share of the n-grams of the caption before that is added. */
  private static final double MAX_PART = 0.4;

  private final SplittableRandom random;
  private CaptionFeatures.Bag before = new CaptionFeatures.Bag(new int[0], new float[0]);

  public CaptionAugmenter(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public void write(Caption caption, float[] out, int offset) {
    CaptionFeatures.Bag bag = CaptionFeatures.of(caption);
    int[] buckets = bag.buckets();
    double lost = random.nextDouble(MAX_LOST);
    int added = random.nextInt((int) (MAX_ADDED * buckets.length) + 1);
    float kept = (float) buckets.length / (buckets.length + added);
    for (int i = 0; i < buckets.length; i++) {
      if (random.nextDouble() >= lost) {
        out[offset + buckets[i]] += kept * bag.weights()[i];
      }
    }
    addPart(before, kept * (float) random.nextDouble(), random.nextDouble(MAX_PART), out, offset);
    before = bag;
    for (int i = 0; i < added; i++) {
      out[offset + random.nextInt(CaptionFeatures.BUCKETS)] += kept / buckets.length;
    }
  }

  /**
   * Adds some of another caption's n-grams, as if a word looked a little like that digit's name.
   */
  private void addPart(
      CaptionFeatures.Bag other, float weight, double part, float[] out, int offset) {
    for (int i = 0; i < other.buckets().length; i++) {
      if (random.nextDouble() < part) {
        out[offset + other.buckets()[i]] += weight * other.weights()[i];
      }
    }
  }
}
