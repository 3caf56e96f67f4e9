package io.contrastream.caption;

import io.contrastream.source.Labelled;
import io.contrastream.source.Scheme;
import io.contrastream.source.Slice;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;

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
    Scheme scheme = Scheme.parse(parsed.source());
    return parsed.partOf(
        switch (scheme.name()) {
          case "worded" -> WordedCaptions.seen(seed, scheme.count());
          case "unseen" -> WordedCaptions.unseen(seed, scheme.count());
          case "txt" -> CaptionFile.read(scheme.path());
          default ->
              throw new SourceException(
                  "'%s' is not a source of captions: it begins with '%s'; expected one of txt, unseen, worded."
                      .formatted(spec, scheme.name()));
        });
  }
}
