package io.contrastream.image.source;

import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.RangedSource;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.image.file.CsvReader;
import io.contrastream.image.file.Fit;
import io.contrastream.image.file.FolderReader;
import io.contrastream.image.file.IdxReader;
import io.contrastream.source.Scheme;
import io.contrastream.source.Slice;
import io.contrastream.source.SourceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Opens a source of digits by its spec, {@code SCHEME[:REST][FROM:TO]}.
 *
 * <ul>
 *   <li>{@code idx:PATH}: MNIST's idx images, plain or gzipped, with the labels in the same folder
 *   <li>{@code csv:FILE}: rows of label and pixels, or of pixels only; the header is optional
 *   <li>{@code png:DIR}: a folder of PNG and JPEG images, or of a folder of them for each label
 *   <li>{@code drawn} or {@code drawn:COUNT}: digits generated on demand, endless or limited
 *   <li>{@code inverted:SPEC}, {@code rotated:SPEC}, {@code transposed:SPEC}, {@code
 *       outlined:SPEC}: the digits of another source, altered
 * </ul>
 *
 * <p>A slice in Python's notation may follow: {@code idx:PATH[0:59000]} are the first 59,000
 * digits, {@code idx:PATH[-1000:]} the last 1,000, {@code idx:PATH[:-1000]} all but those. Unlike
 * in Python, an empty slice or one beyond the source is an error.
 */
public final class DigitSources {

  private DigitSources() {}

  /**
   * @param seed for sources that are random; files ignore it
   * @throws SourceException if the spec is not valid or the source cannot be read
   */
  public static DigitSource open(String spec, long seed) {
    return open(spec, seed, Map.of());
  }

  /**
   * @param seed for sources that are random; files ignore it
   * @param more additional schemes, or others of the same name, each with the function that opens
   *     the part of the spec after {@code SCHEME:} (empty if there is none)
   * @throws SourceException if the spec is not valid or the source cannot be read
   */
  public static DigitSource open(
      String spec, long seed, Map<String, Function<String, DigitSource>> more) {
    Map<String, Function<String, DigitSource>> schemes = new TreeMap<>(builtIn(seed));
    schemes.putAll(more);
    Slice.Spec parsed = Slice.parse(spec);
    Scheme parts = Scheme.parse(parsed.source());
    String scheme = parts.name();
    String rest = parts.rest();
    Optional<Alteration> alteration = Alteration.named(scheme);
    if (!schemes.containsKey(scheme) && alteration.isEmpty()) {
      throw new SourceException(
          "'%s' is not a source of digits: it begins with '%s'; expected one of %s."
              .formatted(spec, scheme, String.join(", ", schemes.keySet())));
    }
    DigitSource source =
        alteration.isPresent()
            ? new AlteredDigits(open(rest, seed, more), alteration.get())
            : schemes.get(scheme).apply(rest);
    if (parsed.slice() == null) {
      return source;
    }
    Slice.Bounds bounds = parsed.slice().within(source.size());
    return slice(source, bounds.from(), bounds.to());
  }

  /** Returns a spec without its slices and alterations. */
  static String original(String spec) {
    String source = Slice.parse(spec).source();
    int colon = source.indexOf(':');
    boolean altered = colon > 0 && Alteration.named(source.substring(0, colon)).isPresent();
    return altered ? original(source.substring(colon + 1)) : source;
  }

  /**
   * Returns the digits from {@code from} (inclusive) to {@code to} (exclusive), in the same order.
   *
   * @throws IndexOutOfBoundsException if the slice is empty or not within the source
   */
  public static DigitSource slice(DigitSource source, int from, int to) {
    if (from < 0 || to > source.size() || from >= to) {
      throw new IndexOutOfBoundsException(
          "[%d:%d] is not a slice of %d digits".formatted(from, to, source.size()));
    }
    RangedSource ranged =
        source instanceof RangedSource already ? already : DigitSet.copyOf(source);
    return ranged.range(from, to);
  }

  private static Map<String, Function<String, DigitSource>> builtIn(long seed) {
    return Map.of(
        "idx", file("idx", IdxReader::read),
        "csv", file("csv", CsvReader::read),
        "png", folder(Fit.SCALE),
        "drawn", count -> new DrawnDigits(seed, new Scheme("drawn", count).count()));
  }

  /** Returns a function that opens the part of a spec after {@code png:}. */
  public static Function<String, DigitSource> folder(Fit fit) {
    return file("png", path -> FolderReader.read(path, fit));
  }

  private static Function<String, DigitSource> file(
      String scheme, Function<Path, DigitSource> reader) {
    return path -> reader.apply(new Scheme(scheme, path).path());
  }
}
