package io.contrastream.caption;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Turns captions into numbers: a bag of hashed character n-grams, as fastText does. Any language
 * with Unicode's tables and CRC-32 can do the same:
 *
 * <ol>
 *   <li>The text is decomposed (Unicode NFKD), the diacritics of Latin, Greek and Cyrillic letters
 *       (U+0300 to U+036F) are left out, as many people leave them out, and the rest is composed
 *       (NFKC) and put into lower case by Unicode's rules, those of no language. Each run of
 *       separators and control characters (categories Z and Cc) becomes one space; those at the
 *       ends are removed.
 *   <li>A word is a run of letters, marks and numbers (categories L, M and N) that does not begin
 *       with a mark, so that the variation selectors of emojis are no words. A text without any is
 *       one word as a whole.
 *   <li>A word is put between {@code <} and {@code >}. Its n-grams are the substrings of 1 to 4
 *       code points, by where they begin and then by length; the whole word with {@code <} and
 *       {@code >} follows, even if it was among them. If a letter (category L) is repeated in the
 *       word, the same of the word with each such run shortened to one letter follows: a doubled
 *       letter is a frequent slip, but VII is not VI.
 *   <li>The bucket of an n-gram is the CRC-32 (zlib's) of its UTF-8 bytes modulo {@link #BUCKETS}.
 *   <li>All words weigh the same, and within a word all n-grams, so that a long word does not drown
 *       a short one.
 * </ol>
 *
 * <p>In Python, the buckets of a word are those of {@code zlib.crc32(ngram.encode()) % 16384}.
 */
public final class CaptionFeatures {
  /** The number of different features. */
  public static final int BUCKETS = 16_384;

  private static final int MIN_LENGTH = 1;
  private static final int MAX_LENGTH = 4;

  private static final Pattern DIACRITICS = Pattern.compile("[\\u0300-\\u036F]+");
  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");
  private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");

  private CaptionFeatures() {}

  /**
   * The n-grams of a caption; never none.
   *
   * @param buckets in the order of the text, repeated ones too
   * @param weights of the n-grams; all together are 1
   */
  @SuppressWarnings("ArrayRecordComponent") // hundreds of them for each caption
  public record Bag(int[] buckets, float[] weights) {}

  /** Returns the bag of a caption's n-grams. */
  public static Bag of(Caption caption) {
    String text = normalised(caption.text());
    List<String> words = words(text);
    List<int[]> ofWords =
        (words.isEmpty() ? List.of(text) : words).stream().map(CaptionFeatures::buckets).toList();
    int[] buckets = ofWords.stream().flatMapToInt(IntStream::of).toArray();
    float[] weights = new float[buckets.length];
    int place = 0;
    for (int[] word : ofWords) {
      Arrays.fill(weights, place, place + word.length, 1f / word.length / ofWords.size());
      place += word.length;
    }
    return new Bag(buckets, weights);
  }

  static String normalised(String text) {
    String bare =
        DIACRITICS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String lower = Normalizer.normalize(bare, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(DIACRITICS.matcher(lower).replaceAll("")).replaceAll(" ").strip();
  }

  /** Returns the words of a caption, normalised. */
  public static List<String> words(Caption caption) {
    return words(normalised(caption.text()));
  }

  /** Returns the words of a text that is normalised. */
  static List<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  private static int[] buckets(String word) {
    String shortened = REPEATED.matcher(word).replaceAll("$1");
    return shortened.equals(word)
        ? ngrams(word)
        : IntStream.concat(IntStream.of(ngrams(word)), IntStream.of(ngrams(shortened))).toArray();
  }

  private static int[] ngrams(String word) {
    byte[] bytes = ("<" + word + ">").getBytes(StandardCharsets.UTF_8);
    int[] starts =
        IntStream.rangeClosed(0, bytes.length)
            .filter(i -> i == bytes.length || isStart(bytes[i]))
            .toArray();
    IntStream.Builder buckets = IntStream.builder();
    for (int first = 0; first < starts.length; first++) {
      int longest = Math.min(MAX_LENGTH, starts.length - 1 - first);
      for (int length = MIN_LENGTH; length <= longest; length++) {
        buckets.add(bucket(bytes, starts[first], starts[first + length]));
      }
    }
    return buckets.add(bucket(bytes, 0, bytes.length)).build().toArray();
  }

  /** Whether a byte of UTF-8 begins a code point. */
  private static boolean isStart(byte utf8) {
    return (utf8 & 0xC0) != 0x80;
  }

  private static int bucket(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) (crc.getValue() % BUCKETS);
  }
}
