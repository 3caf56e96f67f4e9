package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import io.contrastream.image.source.DigitSources;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngReaderTest {

  @TempDir Path folder;

  @Test
  void shouldReadGrayUnchanged() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(3, 1, 0, 100);
    write(image, "7", "a.png");

    Digit digit = open().get(0);

    assertThat(digit.label()).isEqualTo(7);
    assertThat(digit.pixels()[28 + 3]).isEqualTo((byte) 100);
    assertThat(digit.pixels()[0]).isZero();
  }

  @Test
  void shouldReadColoursByTheirLuminance() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xffffff);
    image.setRGB(1, 0, 0x00ff00);
    write(image, "0", "a.png");

    byte[] pixels = open().get(0).pixels();

    assertThat(pixels[0]).isEqualTo((byte) 255);
    assertThat(pixels[1]).isEqualTo((byte) 150);
  }

  @Test
  void shouldReadSixteenBitGray() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0xabcd);
    write(image, "0", "a.png");

    assertThat(open().get(0).pixels()[0]).isEqualTo((byte) 0xab);
  }

  @Test
  void shouldReadTransparentPixelsAsBackground() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00ffffff);
    image.setRGB(1, 0, 0xffffffff);
    write(image, "0", "a.png");

    byte[] pixels = open().get(0).pixels();

    assertThat(pixels[0]).isZero();
    assertThat(pixels[1]).isEqualTo((byte) 255);
  }

  @Test
  void shouldShuffleSoThatSlicesHaveAllLabels() throws IOException {
    for (int label = 0; label < Digit.CLASSES; label++) {
      for (int i = 0; i < 20; i++) {
        write(blank(), String.valueOf(label), i + ".png");
      }
    }

    DigitSource part = DigitSources.open("png:" + folder + "[0:100]", 0);

    Set<Integer> labels = new HashSet<>();
    for (int i = 0; i < part.size(); i++) {
      labels.add(part.get(i).label());
    }
    assertThat(labels).hasSize(Digit.CLASSES);
  }

  @Test
  void shouldRefuseOtherSize() throws IOException {
    write(new BufferedImage(29, 28, BufferedImage.TYPE_BYTE_GRAY), "1", "wide.png");

    assertRefused("wide.png has 29 × 28 pixels; expected 28 × 28");
  }

  @Test
  void shouldRefuseAFileThatIsNotAnImage() throws IOException {
    Files.createDirectories(folder.resolve("1"));
    Files.writeString(folder.resolve("1").resolve("text.png"), "no image");

    assertRefused("text.png cannot be read as a PNG image");
  }

  @Test
  void shouldRefuseTruncatedImage() throws IOException {
    Path file = write(blank(), "1", "half.png");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertRefused("half.png cannot be read as a PNG image");
  }

  @Test
  void shouldRefuseFolderThatIsNotALabel() throws IOException {
    write(blank(), "ten", "a.png");

    assertRefused("is not a label; expected 0 to 9");
  }

  @Test
  void shouldRefuseFolderWithoutImages() {
    assertRefused("contains no PNG images");
  }

  @Test
  void shouldRefuseMissingFolder() {
    assertThatThrownBy(() -> DigitSources.open("png:" + folder.resolve("none"), 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("does not exist");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::open)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private DigitSource open() {
    return DigitSources.open("png:" + folder, 0);
  }

  private static BufferedImage blank() {
    return new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
  }

  private Path write(BufferedImage image, String label, String name) throws IOException {
    Path file = Files.createDirectories(folder.resolve(label)).resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
