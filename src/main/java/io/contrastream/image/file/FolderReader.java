package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.source.FileInputs;
import io.contrastream.source.FileKind;
import io.contrastream.source.LabelFolders;
import io.contrastream.source.SourceException;
import java.nio.file.Path;
import java.util.List;

/** Reads PNG and JPEG images of digits from a folder, with or without folders for labels. */
public final class FolderReader {

  private static final FileKind IMAGES =
      new FileKind("images", "PNG or JPEG images", List.of(".png", ".jpg", ".jpeg"));

  private FolderReader() {}

  /**
   * @throws SourceException if the folder is missing, has a subfolder that is not a label beside
   *     those that are, or holds no image that can be read
   */
  public static DigitSource read(Path folder, Fit fit) {
    FileInputs<byte[]> images =
        LabelFolders.read(folder, IMAGES, file -> ImageFile.read(file, fit));
    List<Digit> digits =
        images.inputs().stream().map(it -> new Digit(it.input(), it.label())).toList();
    return new FileDigits(new DigitSet(digits), images.places(), images.names(), images.notes());
  }

  /**
   * Finds the files of a folder, to be sent as they are.
   *
   * @throws SourceException as of {@link #read}
   */
  public static FileInputs<EncodedFile> files(Path folder) {
    return LabelFolders.read(folder, IMAGES, EncodedFile::of);
  }
}
