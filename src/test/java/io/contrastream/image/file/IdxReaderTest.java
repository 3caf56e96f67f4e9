package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {

  @TempDir Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void nameFiles() {
    images = folder.resolve("t-images-idx3-ubyte");
    labels = folder.resolve("t-labels-idx1-ubyte");
  }

  @Test
  void shouldReadPixelsAndLabels() throws IOException {
    Files.write(images, IdxFiles.images(3));
    Files.write(labels, IdxFiles.labels(7, 0, 9));

    DigitSource digits = open(images);

    assertThat(digits.size()).isEqualTo(3);
    assertThat(digits.get(0).label()).isEqualTo(7);
    assertThat(digits.get(2).label()).isEqualTo(9);
    assertThat(digits.get(2).pixels()[0]).isEqualTo((byte) 2);
    assertThat(digits.get(1).pixels()[Digit.PIXELS - 1]).isEqualTo((byte) Digit.PIXELS);
  }

  @Test
  void shouldReadGzippedImagesBesideGzippedLabels() throws IOException {
    Path zipped = IdxFiles.gzip(folder.resolve("t-images-idx3-ubyte.gz"), IdxFiles.images(2));
    IdxFiles.gzip(folder.resolve("t-labels-idx1-ubyte.gz"), IdxFiles.labels(4, 5));

    assertThat(open(zipped).get(1).label()).isEqualTo(5);
  }

  @Test
  void shouldFindPlainLabelsBesideGzippedImages() throws IOException {
    Path zipped = IdxFiles.gzip(folder.resolve("t-images-idx3-ubyte.gz"), IdxFiles.images(1));
    Files.write(labels, IdxFiles.labels(6));

    assertThat(open(zipped).get(0).label()).isEqualTo(6);
  }

  @Test
  void shouldUnpackGzipWhateverTheName() throws IOException {
    IdxFiles.gzip(images, IdxFiles.images(2));

    assertThat(open(images).size()).isEqualTo(2);
  }

  @Test
  void shouldLeaveDigitsUnlabelledWithoutLabelFile() throws IOException {
    Files.write(images, IdxFiles.images(1));

    assertThat(open(images).get(0).isLabelled()).isFalse();
  }

  @Test
  void shouldRefuseMissingFile() {
    assertRefused("does not exist");
  }

  @Test
  void shouldRefuseFolder() {
    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void shouldRefuseEmptyFile() throws IOException {
    Files.write(images, new byte[0]);

    assertRefused("is truncated: it ends within its header of 16 bytes");
  }

  @Test
  void shouldRefuseTruncatedImages() throws IOException {
    byte[] whole = IdxFiles.images(3);
    Files.write(images, Arrays.copyOf(whole, whole.length - 1));

    assertRefused("is truncated: it ends before the last of the 3 images");
  }

  @Test
  void shouldRefuseTruncatedGzip() throws IOException {
    IdxFiles.gzip(images, IdxFiles.images(3));
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length / 2));

    assertRefused("is truncated");
  }

  @Test
  void shouldRefuseBrokenGzip() throws IOException {
    IdxFiles.gzip(images, IdxFiles.images(3));
    byte[] whole = Files.readAllBytes(images);
    whole[2] = 0; // the compression method
    Files.write(images, whole);

    assertRefused("cannot be read");
  }

  @Test
  void shouldRefuseAHugeCountBeforeReadingTheImages() throws IOException {
    Files.write(images, IdxFiles.images(IdxFiles.IMAGES, Integer.MAX_VALUE, 28, 28, 1));

    assertRefused("says 2147483647 images, which need");
  }

  @Test
  void shouldRefuseHeaderWithoutImages() throws IOException {
    Files.write(images, IdxFiles.images(0));

    assertRefused("says 0 images; expected at least one");
  }

  @Test
  void shouldRefuseWrongMagicNumber() throws IOException {
    Files.write(images, IdxFiles.images(0x801, 1, 28, 28, 1));

    assertRefused("begins with 0x00000801; expected 0x00000803");
  }

  @Test
  void shouldRefuseOtherShape() throws IOException {
    Files.write(images, IdxFiles.images(IdxFiles.IMAGES, 1, 32, 28, 1));

    assertRefused("has images of 32 × 28 pixels; expected 28 × 28");
  }

  @Test
  void shouldRefuseBytesAfterTheLastImage() throws IOException {
    Files.write(images, IdxFiles.images(IdxFiles.IMAGES, 1, 28, 28, 2));

    assertRefused("continues after the 1 images");
  }

  @Test
  void shouldRefuseCountsThatDiffer() throws IOException {
    Files.write(images, IdxFiles.images(3));
    Files.write(labels, IdxFiles.labels(1, 2));

    assertRefused("has 2 labels, but");
  }

  @Test
  void shouldRefuseTruncatedLabels() throws IOException {
    Files.write(images, IdxFiles.images(3));
    Files.write(labels, IdxFiles.labelsPromising(3, 1, 2));

    assertRefused("t-labels-idx1-ubyte is truncated: it ends before the last of the 3 labels");
  }

  @Test
  void shouldRefuseLabelOutOfRange() throws IOException {
    Files.write(images, IdxFiles.images(2));
    Files.write(labels, IdxFiles.labels(1, 10));

    assertRefused("gives image 1 the label 10; expected 0 to 9");
  }

  private DigitSource open(Path file) {
    return DigitSources.open("idx:" + file, 0);
  }

  /** The message must be one sentence that names the file. */
  private void assertRefused(String message) {
    assertThatThrownBy(() -> open(images))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(folder.toString())
        .hasMessageEndingWith(".");
  }
}
