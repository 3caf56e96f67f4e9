package io.contrastream.caption;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
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
 *   <li>The text is normalised to Unicode NFKC, then to lower case by Unicode's rules, those of no
 *       language. Each run of separators and control characters (categories Z and Cc) becomes one
 *       space; those at the ends are removed.
 *   <li>A word is a run of letters, marks and numbers (categories L, M and N) that does not begin
 *       with a mark, so that the variation selectors of emojis are no words. A text without any is
 *       one word as a whole.
 *   <li>A word is put between {@code <} and {@code >}. Its n-grams are the substrings of 2 to 4
 *       code points, by where they begin and then by length; the whole word with {@code <} and
 *       {@code >} follows, even if it was among them.
 *   <li>The bucket of an n-gram is the CRC-32 (zlib's) of its UTF-8 bytes modulo {@link #BUCKETS}.
 * </ol>
 *
 * <p>In Python, the buckets of a word are those of {@code zlib.crc32(ngram.encode()) % 4096}.
 */
public final class CaptionFeatures {
  /** The number of different features. */
  public static final int BUCKETS = 4096;

  private static final int MIN_LENGTH = 2;
  private static final int MAX_LENGTH = 4;

  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");

  private CaptionFeatures() {}

  /** Returns the buckets of all n-grams in the order of the text, repeated ones too; never none. */
  public static int[] of(Caption caption) {
    String text = normalised(caption.text());
    List<String> words = words(text);
    return (words.isEmpty() ? List.of(text) : words)
        .stream().flatMapToInt(CaptionFeatures::buckets).toArray();
  }

  static String normalised(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(lower).replaceAll(" ").strip();
  }

  /** Returns the words of a text that is normalised. */
  static List<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  private static IntStream buckets(String word) {
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
    return buckets.add(bucket(bytes, 0, bytes.length)).build();
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
