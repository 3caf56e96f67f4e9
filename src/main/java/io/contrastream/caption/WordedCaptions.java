package io.contrastream.caption;

import io.contrastream.source.IndexedRandom;
import io.contrastream.source.Labelled;
import io.contrastream.source.LabelledSource;
import io.contrastream.source.ShuffledLabels;
import io.contrastream.source.SourceException;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Generates captions on demand: numerals and words of many languages, alone or in a phrase, some
 * misspelt, in upper or lower case, with or without punctuation. Each names one digit only. Every
 * block of ten captions names each digit once, in random order. Seed and index determine a caption.
 * Safe for use by several threads.
 *
 * <p>The wordings are of two kinds, to learn from the one and to measure with the other. A wording
 * <em>never seen</em> has
 *
 * <ul>
 *   <li>a phrase that no wording seen has, the word as it is or misspelt as below (every fourth
 *       phrase of each language is such a phrase), or
 *   <li>any phrase, and the word misspelt as in no wording seen (one in four slips is such a slip,
 *       chosen by a hash).
 * </ul>
 *
 * <p>The words for the digits are common to both, since nobody can guess a word of a language
 * unknown to them. Case, punctuation and the order of the words make no wording new, as {@link
 * CaptionFeatures} don't tell them apart: no caption of the one kind has the same words,
 * normalised, as any of the other.
 */
public final class WordedCaptions implements LabelledSource<Caption> {

  /** Slips seen teach what those never seen look like. */
  private static final double MISSPELT_SEEN = 0.35;

  private static final double MISSPELT_UNSEEN = 0.15;

  /** Share of the wordings never seen whose slip is what is new. */
  private static final double NEW_BY_SLIP = 0.25;

  /** Share of the phrases of a language with a numeral rather than a word. */
  private static final double NUMERAL = 0.25;

  private static final double ENDED = 0.25;
  private static final double CASED = 0.5;

  private static final Vocabulary.Table TABLE = Vocabulary.read();
  private static final Slips SLIPS = new Slips(TABLE);
  private static final List<Casing> CASINGS = List.of(Casing.values());
  private static final int WEIGHTS = TABLE.all().stream().mapToInt(Vocabulary::weight).sum();

  private final long seed;
  private final int size;
  private final boolean seen;

  private WordedCaptions(long seed, int size, boolean seen) {
    if (size < 1) {
      throw new SourceException(
          "The count of captions is %d; it must be at least 1.".formatted(size));
    }
    this.seed = seed;
    this.size = size;
    this.seen = seen;
  }

  /**
   * Returns captions to learn from.
   *
   * @param size number of captions, or {@link Integer#MAX_VALUE} for an endless source
   */
  public static WordedCaptions seen(long seed, int size) {
    return new WordedCaptions(seed, size, true);
  }

  /**
   * Returns captions in wordings that {@link #seen} never has, whatever its seed.
   *
   * @param size number of captions, or {@link Integer#MAX_VALUE} for an endless source
   */
  public static WordedCaptions unseen(long seed, int size) {
    return new WordedCaptions(seed, size, false);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Labelled<Caption> sample(int label, RandomGenerator random) {
    return get(ShuffledLabels.sample(seed, size, label, random));
  }

  @Override
  public Labelled<Caption> get(int index) {
    int label = ShuffledLabels.at(seed, Objects.checkIndex(index, size));
    RandomGenerator random = IndexedRandom.of(seed, index);
    return new Labelled<>(new Caption(text(label, random)), label);
  }

  private String text(int label, RandomGenerator random) {
    Vocabulary vocabulary = vocabulary(label, random);
    String text = seen ? seen(vocabulary, label, random) : unseen(vocabulary, label, random);
    Casing casing = random.nextDouble() < CASED ? any(CASINGS, random) : Casing.AS_WRITTEN;
    String cased = casing.apply(text, vocabulary.locale());
    return random.nextDouble() < ENDED ? filled(any(TABLE.ends(), random), cased) : cased;
  }

  private static Vocabulary vocabulary(int label, RandomGenerator random) {
    while (true) {
      int left = random.nextInt(WEIGHTS);
      for (Vocabulary vocabulary : TABLE.all()) {
        left -= vocabulary.weight();
        if (left < 0 && vocabulary.names(label)) {
          return vocabulary;
        }
      }
    }
  }

  private static String seen(Vocabulary vocabulary, int label, RandomGenerator random) {
    String phrase = any(vocabulary.phrases(true), random);
    return filled(phrase, perhapsMisspelt(word(phrase, vocabulary, label, random), true, random));
  }

  private static String unseen(Vocabulary vocabulary, int label, RandomGenerator random) {
    List<String> slips = SLIPS.of(vocabulary.word(label, random), false);
    if (!slips.isEmpty() && random.nextDouble() < NEW_BY_SLIP) {
      return filled(any(vocabulary.phrases(true), random), any(slips, random));
    }
    String phrase = any(vocabulary.phrases(false), random);
    return filled(phrase, perhapsMisspelt(word(phrase, vocabulary, label, random), false, random));
  }

  private static String word(
      String phrase, Vocabulary vocabulary, int label, RandomGenerator random) {
    boolean numeral = !phrase.equals(Vocabulary.GAP) && random.nextDouble() < NUMERAL;
    return (numeral ? TABLE.numerals() : vocabulary).word(label, random);
  }

  private static String perhapsMisspelt(String word, boolean seen, RandomGenerator random) {
    List<String> slips = SLIPS.of(word, seen);
    double share = seen ? MISSPELT_SEEN : MISSPELT_UNSEEN;
    return !slips.isEmpty() && random.nextDouble() < share ? any(slips, random) : word;
  }

  private static String filled(String phrase, String word) {
    return phrase.replace(Vocabulary.GAP, word);
  }

  private static <T> T any(List<T> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
