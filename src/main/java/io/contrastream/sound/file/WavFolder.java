package io.contrastream.sound.file;

import io.contrastream.sound.Loudness;
import io.contrastream.sound.Sound;
import io.contrastream.source.FileKind;
import io.contrastream.source.LabelFolders;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.nio.file.Path;
import java.util.List;

/** Reads WAV files from a folder, with or without folders for labels, into memory. */
public final class WavFolder {

  private static final FileKind RECORDINGS =
      new FileKind("recordings", "WAV files", List.of(".wav"));

  private WavFolder() {}

  /**
   * @throws SourceException if the folder is missing, has a subfolder that is not a label beside
   *     those that are, or holds no recording that can be used
   */
  public static Source<Labelled<Sound>> read(Path folder) {
    return LabelFolders.read(folder, RECORDINGS, WavFolder::usable);
  }

  /** A recording that would become a dead letter is left out here already. */
  private static Sound usable(Path file) {
    Sound sound = WavFile.read(file);
    try {
      Loudness.require(sound);
    } catch (IllegalArgumentException e) {
      throw new SourceException("%s: %s.".formatted(file, e.getMessage()), e);
    }
    return sound;
  }
}
