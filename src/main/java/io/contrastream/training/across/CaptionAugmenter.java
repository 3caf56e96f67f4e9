package io.contrastream.training.across;

import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes the share of each bucket in a caption's n-grams, of which some are left out and some are
 * added at random, as is a made-up word, so that words never seen around a digit's name change
 * little. Not thread-safe.
 */
public final class CaptionAugmenter implements Features<Caption> {
  /** Maximum share of the n-grams that is left out, and that is added. */
  private static final double MAX_LOST = 0.3;

  private static final double MAX_ADDED = 1;

  /** Maximum share of the n-grams of the caption before that is added. */
  private static final double MAX_PART = 0.4;

  /** One caption in as many has no made-up word. */
  private static final int PLAIN_OF = 4;

  /** Maximum length of the parts of a made-up word. */
  private static final int MAX_LETTERS = 3;

  private final SplittableRandom random;
  private List<String> wordsBefore = List.of();
  private CaptionFeatures.Bag before = new CaptionFeatures.Bag(new int[0], new float[0]);

  public CaptionAugmenter(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public void write(Caption caption, float[] out, int offset) {
    CaptionFeatures.Bag bag = CaptionFeatures.of(withMadeUpWord(caption));
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
   * Adds a word made of one or two parts of the words of the caption before, as "toto" may be of
   * "otto": what looks a little like a digit's name must count less than a whole one.
   */
  private Caption withMadeUpWord(Caption caption) {
    List<String> words = wordsBefore;
    wordsBefore = CaptionFeatures.words(caption);
    if (words.isEmpty() || random.nextInt(PLAIN_OF) == 0) {
      return caption;
    }
    String text = part(words) + (random.nextBoolean() ? part(words) : "") + " " + caption.text();
    return text.length() > Caption.MAX_LENGTH ? caption : new Caption(text);
  }

  private String part(List<String> words) {
    int[] letters = words.get(random.nextInt(words.size())).codePoints().toArray();
    int most = Math.max(1, letters.length - 1); // never the whole word
    int length = Math.min(random.nextInt(1, MAX_LETTERS + 1), most);
    return new String(letters, random.nextInt(letters.length - length + 1), length);
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
