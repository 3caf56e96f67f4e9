package io.contrastream.image.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.source.DigitSources;
import io.contrastream.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFilesTest {
  private static final String HEADER = "label,pixel0,pixel1";

  @TempDir Path folder;

  @Test
  void shouldRecogniseAZipArchive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("digits.csv"));
    }

    assertRefused("is a zip archive, as .npz and .xlsx are; unpack it.", bytes.toByteArray());
  }

  @Test
  void shouldRecogniseUtf16() throws IOException {
    String told = "is UTF-16 text; save it as UTF-8.";

    assertRefused(told, HEADER.getBytes(UTF_16));
    assertRefused(told, ("\uFEFF" + HEADER).getBytes(UTF_16LE));
    assertRefused(told, HEADER.getBytes(UTF_16LE));
    assertRefused(told, HEADER.getBytes(UTF_16BE));
  }

  @Test
  void shouldRecogniseWhatIsCompressedTwice() throws IOException {
    byte[] once =
        Files.readAllBytes(IdxFiles.gzip(folder.resolve("once"), HEADER.getBytes(ISO_8859_1)));
    byte[] twice = Files.readAllBytes(IdxFiles.gzip(folder.resolve("twice"), once));

    assertRefused("is compressed twice with gzip; unpack it once.", twice);
  }

  @Test
  void shouldRecogniseATarArchiveInGzip() throws IOException {
    byte[] tar = new byte[512];
    tar[0] = 'd';
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
    byte[] zipped = Files.readAllBytes(IdxFiles.gzip(folder.resolve("x.tar.gz"), tar));

    assertRefused("is a tar archive; unpack it.", zipped);
  }

  @ParameterizedTest
  @CsvSource({
    "BZh9, compressed with bzip2",
    "<!DOCTYPE html>, a web page",
    "<html>, a web page",
    "version https://git-lfs.github.com/spec/v1, a pointer of Git LFS",
    "PAR1, a Parquet file",
    "@RELATION mnist, an ARFF file",
    "% A comment, an ARFF file",
    "MATLAB 5.0 MAT-file, a file of MATLAB"
  })
  void shouldRecogniseFirstBytes(String start, String told) throws IOException {
    assertRefused("is " + told, start.getBytes(ISO_8859_1));
  }

  private void assertRefused(String message, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("digits"), bytes);
    for (String scheme : new String[] {"csv", "idx"}) {
      assertThatThrownBy(() -> DigitSources.open(scheme + ":" + file, 0))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith(file + " ")
          .hasMessageContaining(message);
    }
  }
}
