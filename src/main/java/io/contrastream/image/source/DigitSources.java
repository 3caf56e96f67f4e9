package io.contrastream.image.source;

import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.RangedSource;
import io.contrastream.image.SourceException;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.image.file.CsvReader;
import io.contrastream.image.file.IdxReader;
import io.contrastream.image.file.PngReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Opens a source of digits by its spec, {@code SCHEME[:REST][FROM:TO]}.
 *
 * <ul>
 *   <li>{@code idx:PATH}: MNIST's idx images, plain or gzipped; labels are found beside them
 *   <li>{@code csv:FILE}: label and 784 pixels a row, or 784 pixels alone; a header may stand above
 *   <li>{@code png:DIR}: a folder for each label, 0 to 9, with PNG images of 28 × 28 pixels
 *   <li>{@code drawn} or {@code drawn:COUNT}: digits drawn as they are asked for, without end or so
 *       many
 *   <li>{@code inverted:SPEC}, {@code rotated:SPEC}, {@code outlined:SPEC}: the digits of another
 *       source, altered
 * </ul>
 *
 * <p>A slice may follow each, as Python writes it: {@code idx:PATH[0:59000]} are the first 59,000
 * digits, {@code idx:PATH[-1000:]} the last 1,000, {@code idx:PATH[:-1000]} all but those. Unlike
 * in Python, a slice that is empty or reaches beyond the source is an error.
 */
public final class DigitSources {

  private DigitSources() {}

  /**
   * @param seed of those sources that draw by chance; files ignore it
   * @throws SourceException where the spec names no source or the source can't be read
   */
  public static DigitSource open(String spec, long seed) {
    return open(spec, seed, Map.of());
  }

  /**
   * @param seed of those sources that draw by chance; files ignore it
   * @param more schemes besides the built-in ones, each with what opens the part of the spec that
   *     follows {@code SCHEME:} (empty where nothing does)
   * @throws SourceException where the spec names no source or the source can't be read
   */
  public static DigitSource open(
      String spec, long seed, Map<String, Function<String, DigitSource>> more) {
    Map<String, Function<String, DigitSource>> schemes = new TreeMap<>(builtIn(seed));
    schemes.putAll(more);
    Slice.Spec parsed = Slice.parse(spec);
    int colon = parsed.source().indexOf(':');
    String scheme = colon < 0 ? parsed.source() : parsed.source().substring(0, colon);
    String rest = colon < 0 ? "" : parsed.source().substring(colon + 1);
    Optional<Alteration> alteration = Alteration.named(scheme);
    if (!schemes.containsKey(scheme) && alteration.isEmpty()) {
      throw new SourceException(
          "'%s' names no source of digits: it begins with '%s', allowed are %s."
              .formatted(spec, scheme, String.join(", ", schemes.keySet())));
    }
    DigitSource source =
        alteration.isPresent()
            ? new AlteredDigits(open(rest, seed, more), alteration.get())
            : schemes.get(scheme).apply(rest);
    return parsed.slice() == null ? source : parsed.slice().of(source);
  }

  /**
   * The digits from {@code from} (inclusive) to {@code to} (exclusive), in the same order; {@code
   * sample} of the slice never gives a digit outside it.
   *
   * @throws IndexOutOfBoundsException where the bounds are not within the source
   */
  public static DigitSource slice(DigitSource source, int from, int to) {
    if (from < 0 || to > source.size() || from >= to) {
      throw new IndexOutOfBoundsException(
          "[%d:%d] of %d digits is no slice".formatted(from, to, source.size()));
    }
    RangedSource ranged =
        source instanceof RangedSource already ? already : DigitSet.copyOf(source);
    return ranged.range(from, to);
  }

  private static Map<String, Function<String, DigitSource>> builtIn(long seed) {
    return Map.of(
        "idx", file("idx", IdxReader::read),
        "csv", file("csv", CsvReader::read),
        "png", file("png", PngReader::read),
        "drawn", count -> new DrawnDigits(seed, drawn(count)));
  }

  private static int drawn(String count) {
    try {
      return count.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(count);
    } catch (NumberFormatException e) {
      throw new SourceException(
          "'drawn:%s' needs a whole number of digits, as in drawn:10000.".formatted(count), e);
    }
  }

  private static Function<String, DigitSource> file(
      String scheme, Function<Path, DigitSource> reader) {
    return path -> {
      if (path.isBlank()) {
        throw new SourceException("'%s:' needs a path, as in %s:PATH.".formatted(scheme, scheme));
      }
      try {
        return reader.apply(Path.of(path));
      } catch (InvalidPathException e) {
        throw new SourceException("'%s' is no path: %s.".formatted(path, e.getReason()), e);
      }
    };
  }
}
