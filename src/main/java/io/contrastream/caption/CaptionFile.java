package io.contrastream.caption;

import io.contrastream.config.FileFaults;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Captions of a UTF-8 file, one a line: the label, a tab and the text, or the text only. Blank
 * lines and those that begin with {@code #} are skipped; a line that is no caption is left out,
 * with a note.
 */
record CaptionFile(List<Labelled<Caption>> captions, List<String> notes)
    implements Source<Labelled<Caption>> {

  private static final int MAX_MIB = 64;
  private static final int MIB = 1 << 20;

  /** More notes would hide the others. */
  private static final int MAX_NOTES = 10;

  /**
   * @throws SourceException if the file can't be read, is too large or holds no caption
   */
  static CaptionFile read(Path file) {
    List<Labelled<Caption>> captions = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int number = 0;
    int leftOut = 0;
    for (Iterator<String> lines = text(file).lines().iterator(); lines.hasNext(); ) {
      String line = lines.next();
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        captions.add(caption(line));
      } catch (IllegalArgumentException e) {
        if (++leftOut <= MAX_NOTES) {
          notes.add("Left out: line %d of %s: %s.".formatted(number, file, e.getMessage()));
        }
      }
    }
    if (captions.isEmpty()) {
      throw new SourceException(
          notes.isEmpty()
              ? "%s contains no captions.".formatted(file)
              : "%s contains no captions. %s".formatted(file, notes.get(0)));
    }
    if (leftOut > MAX_NOTES) {
      notes.add("%d more lines of %s were left out.".formatted(leftOut - MAX_NOTES, file));
    }
    return new CaptionFile(List.copyOf(captions), List.copyOf(notes));
  }

  private static Labelled<Caption> caption(String line) {
    int tab = line.indexOf('\t');
    return tab < 0
        ? new Labelled<>(new Caption(line), null)
        : new Labelled<>(new Caption(line.substring(tab + 1)), label(line.substring(0, tab)));
  }

  private static int label(String text) {
    if (text.length() != 1 || text.charAt(0) < '0' || text.charAt(0) > '9') {
      throw new IllegalArgumentException(
          "The label before the tab is 0 to %d, not '%s'"
              .formatted(Labelled.CLASSES - 1, text.substring(0, Math.min(text.length(), 20))));
    }
    return text.charAt(0) - '0';
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new SourceException("%s is a folder; expected a file.".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new SourceException("The file %s does not exist.".formatted(file.toAbsolutePath()));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_MIB * MIB + 1);
      if (bytes.length > MAX_MIB * MIB) {
        throw new SourceException(
            "%s is larger than %d MiB; split it into several files.".formatted(file, MAX_MIB));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new SourceException("%s is not text in UTF-8.".formatted(file), e);
    } catch (IOException e) {
      throw new SourceException("%s cannot be read: %s.".formatted(file, FileFaults.reason(e)), e);
    }
  }

  @Override
  public int size() {
    return captions.size();
  }

  @Override
  public Labelled<Caption> get(int index) {
    return captions.get(index);
  }
}
