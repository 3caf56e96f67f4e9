package io.contrastream.caption;

import io.contrastream.source.Labelled;
import io.contrastream.source.Slice;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens a source of captions by its spec, {@code SCHEME[:REST][FROM:TO]}.
 *
 * <ul>
 *   <li>{@code worded} or {@code worded:COUNT}: {@link WordedCaptions} to learn from, generated on
 *       demand, endless or limited
 *   <li>{@code unseen} or {@code unseen:COUNT}: the same in wordings that {@code worded} never has
 *   <li>{@code txt:FILE}: lines of label, tab and text, or of text only
 * </ul>
 *
 * <p>A slice in Python's notation may follow, as in {@code worded:1000[0:500]}.
 */
public final class CaptionSources {
  private CaptionSources() {}

  /**
   * @param seed for generated captions; files ignore it
   * @throws SourceException if the spec is not valid or the source cannot be read
   */
  public static Source<Labelled<Caption>> open(String spec, long seed) {
    Slice.Spec parsed = Slice.parse(spec);
    String[] parts = parsed.source().split(":", 2);
    String rest = parts.length < 2 ? "" : parts[1];
    Source<Labelled<Caption>> source =
        switch (parts[0]) {
          case "worded" -> WordedCaptions.seen(seed, count(parts[0], rest));
          case "unseen" -> WordedCaptions.unseen(seed, count(parts[0], rest));
          case "txt" -> CaptionFile.read(path(rest));
          default ->
              throw new SourceException(
                  "'%s' is not a source of captions: it begins with '%s'; expected one of txt, unseen, worded."
                      .formatted(spec, parts[0]));
        };
    if (parsed.slice() == null) {
      return source;
    }
    Slice.Bounds bounds = parsed.slice().within(source.size());
    return source.range(bounds.from(), bounds.to());
  }

  private static int count(String scheme, String count) {
    try {
      return count.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(count);
    } catch (NumberFormatException e) {
      throw new SourceException(
          "The count in '%s:%s' is not a whole number; write, for example, %s:10000."
              .formatted(scheme, count, scheme),
          e);
    }
  }

  private static Path path(String path) {
    if (path.isBlank()) {
      throw new SourceException("'txt:' needs a path, as in txt:FILE.");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new SourceException("'%s' is not a valid path: %s.".formatted(path, e.getReason()), e);
    }
  }
}
