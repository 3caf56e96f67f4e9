package io.contrastream.sound.source;

import io.contrastream.sound.Sound;
import io.contrastream.sound.file.WavFolder;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.Labelled;
import io.contrastream.source.Scheme;
import io.contrastream.source.Slice;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;

/**
 * Opens a source of recordings by its spec, {@code SCHEME[:REST][FROM:TO]}.
 *
 * <ul>
 *   <li>{@code wav:DIR}: a folder of WAV files, or of a folder of them for each label
 *   <li>{@code spoken} or {@code spoken:COUNT}: digits generated on demand, endless or limited
 * </ul>
 *
 * <p>A slice in Python's notation may follow, as in {@code wav:DIR[0:100]}.
 */
public final class SoundSources {
  private SoundSources() {}

  /**
   * @param seed for generated recordings; files ignore it
   * @throws SourceException if the spec is not valid or the source cannot be read
   */
  public static Source<Labelled<Sound>> open(String spec, long seed) {
    Slice.Spec parsed = Slice.parse(spec);
    Scheme scheme = Scheme.parse(parsed.source());
    return parsed.partOf(
        switch (scheme.name()) {
          case "wav" -> WavFolder.read(scheme.path());
          case "spoken" -> new SpokenDigits(seed, scheme.count());
          default ->
              throw new SourceException(
                  "'%s' is not a source of sounds: it begins with '%s'; expected one of spoken, wav."
                      .formatted(spec, scheme.name()));
        });
  }
}
