package io.contrastream.sound.file;

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
    return LabelFolders.read(folder, RECORDINGS, WavFile::readAudible);
  }
}
