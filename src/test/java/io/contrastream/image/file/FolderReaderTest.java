package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.image.source.SourceHints;
import io.contrastream.source.SourceException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderReaderTest {

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

  @ParameterizedTest
  @ValueSource(ints = {0x000000, 0x202020, 0x000080, 0xc00000})
  void shouldReadDarkInkOnTransparentGroundByItsOpacity(int colour) throws IOException {
    // given a stroke with a soft edge, as drawing programs export it
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int y = 4; y < 24; y++) {
      image.setRGB(13, y, 0x64000000 | colour);
      image.setRGB(14, y, 0xff000000 | colour);
    }
    write(image, "1", "a.png");

    // when
    byte[] pixels = open().get(0).pixels();

    // then
    assertThat(pixels[10 * 28 + 14]).isEqualTo((byte) 255);
    assertThat(pixels[10 * 28 + 13]).isEqualTo((byte) 0x64);
    assertThat(pixels[10 * 28 + 12]).isZero();
  }

  @Test
  void shouldReadBlackAndOpacityOnly() throws IOException {
    // given two channels, gray and opacity
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(28, 28), false, null);
    image.getRaster().setSample(14, 10, 1, 200);
    write(image, "1", "a.png");

    // when
    byte[] pixels = open().get(0).pixels();

    // then
    assertThat(pixels[10 * 28 + 14]).isEqualTo((byte) 200);
    assertThat(pixels[0]).isZero();
  }

  @Test
  void shouldKeepDarkInkOfAnImageThatIsMostlyOpaque() throws IOException {
    // given a dim digit on black, with clear corners
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < Digit.PIXELS; i++) {
      image.setRGB(i % 28, i / 28, 0xff000000);
    }
    image.setRGB(0, 0, 0);
    image.setRGB(14, 10, 0xff404040);
    write(image, "1", "a.png");

    // when
    byte[] pixels = open().get(0).pixels();

    // then
    assertThat(pixels[10 * 28 + 14]).isEqualTo((byte) 0x40);
    assertThat(pixels[10 * 28 + 13]).isZero();
  }

  @Test
  void shouldKeepInkOfAnImageThatIsFaintThroughout() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < Digit.PIXELS; i++) {
      image.setRGB(i % 28, i / 28, 0x64000000);
    }
    image.setRGB(14, 10, 0x64ffffff);
    write(image, "1", "a.png");

    assertThat(open().get(0).pixels()[10 * 28 + 14]).isEqualTo((byte) 0x64);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00000000, 0xff000000, 0xffffffff, 0x80ff0000})
  void shouldRefuseAnImageWithoutInk(int argb) throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < Digit.PIXELS; i++) {
      image.setRGB(i % 28, i / 28, argb);
    }
    write(image, "1", "empty.png");

    assertRefused("empty.png is blank: all of its pixels are alike");
  }

  @Test
  void shouldRefuseAFileInPlaceOfTheFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("digits.zip"), "");

    assertThatThrownBy(() -> DigitSources.open("png:" + file, 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("digits.zip is a file; expected a folder");
  }

  @Test
  void shouldShuffleSoThatSlicesHaveAllLabels() throws IOException {
    for (int label = 0; label < Digit.CLASSES; label++) {
      for (int i = 0; i < 20; i++) {
        write(dot(), String.valueOf(label), i + ".png");
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
  void shouldKnowTheOrderOfTheFiles() throws IOException {
    // given the brightness says which file it is
    for (int i = 0; i < 60; i++) {
      write(dot(100 + i), String.valueOf(i / 20), (10 + i) + ".png");
    }

    // when
    DigitSource all = open();
    DigitSource part = DigitSources.open("transposed:png:" + folder + "[0:30]", 0);

    // then
    assertThat(dots(all)).isNotEqualTo(dots(all.inFileOrder()));
    assertThat(dots(all.inFileOrder()))
        .isEqualTo(IntStream.range(0, 60).mapToObj(i -> 100 + i).toList());
    assertThat(dots(part.inFileOrder())).isEqualTo(dots(part).stream().sorted().toList());
  }

  @Test
  void shouldNoteWhatIsLeftOut() throws IOException {
    // given
    write(dot(), "1", "a.png");
    write(dot(), "1/more", "b.png");
    write(dot(), "1", "c.gif");
    write(dot(), "1", ".hidden.png");
    write(dot(), ".", "d.png");

    // when
    DigitSource digits = DigitSources.open("inverted:png:" + folder + "[0:1]", 0);

    // then
    assertThat(digits.size()).isEqualTo(1);
    assertThat(digits.notes())
        .singleElement()
        .asString()
        .startsWith("3 files or folders in " + folder + " were left out, such as 1/c.gif;");
    assertThat(SourceHints.of("inverted:png:digits", digits)).containsAll(digits.notes());
  }

  @Test
  void shouldRefuseEightBitsInSixteen() throws IOException {
    // given
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 255);
    write(image, "0", "low.png");

    // then
    assertRefused("low.png has 16 bits per pixel, but no value above 255");
    // and the cure works
    image.getRaster().setSample(0, 0, 0, 255 * 257);
    write(image, "0", "low.png");
    assertThat(open().get(0).pixels()[0]).isEqualTo((byte) 255);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadDarkInkWithABrightEdgeOnTransparentGround(boolean halo) throws IOException {
    // given a stroke with a white halo, or one on white paper that was made transparent
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    int[] stroke = {halo ? 0xffffffff : 0xffd0d0d0, 0xff303030, 0xff000000, 0xff303030};
    for (int y = 4; y < 24; y++) {
      for (int x = 0; x < 5; x++) {
        image.setRGB(11 + x, y, stroke[x % 4]);
      }
    }
    write(image, "1", "a.png");

    // when
    byte[] pixels = open().get(0).pixels();

    // then
    assertThat(pixels[10 * 28 + 13]).isEqualTo((byte) 255);
    assertThat(pixels[10 * 28 + 12]).isEqualTo((byte) 0xcf);
    assertThat(pixels[10 * 28 + 11]).isEqualTo((byte) (halo ? 0 : 0x2f));
    assertThat(pixels[10 * 28 + 10]).isZero();
  }

  @Test
  void shouldReadBrightInkWithADarkEdgeOnTransparentGround() throws IOException {
    // given
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    int[] stroke = {0xff202020, 0xffffffff, 0xffffffff, 0xffffffff, 0xff202020};
    for (int y = 4; y < 24; y++) {
      image.setRGB(11, y, 5, 1, stroke, 0, 5);
    }
    write(image, "1", "a.png");

    // then
    assertThat(open().get(0).pixels()[10 * 28 + 13]).isEqualTo((byte) 255);
    assertThat(open().get(0).pixels()[10 * 28 + 11]).isEqualTo((byte) 0x20);
  }

  @Test
  void shouldReadHalfTransparentPaperAsAGround() throws IOException {
    // given
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < Digit.PIXELS; i++) {
      image.setRGB(i % 28, i / 28, 0x78ffffff);
    }
    image.setRGB(14, 10, 0xff000000);
    write(image, "1", "a.png");

    // then
    assertThat(open().get(0).pixels()[0]).isEqualTo((byte) 0x78);
    assertThat(open().get(0).pixels()[10 * 28 + 14]).isZero();
  }

  @Test
  void shouldRefuseAFileThatIsNotAnImage() throws IOException {
    Files.createDirectories(folder.resolve("1"));
    Files.writeString(folder.resolve("1").resolve("text.png"), "no image");

    assertRefused("text.png cannot be read as a PNG or JPEG image");
  }

  @Test
  void shouldRefuseTruncatedImage() throws IOException {
    Path file = write(dot(), "1", "half.png");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertRefused("half.png cannot be read as a PNG or JPEG image");
  }

  @Test
  void shouldRefuseFolderThatIsNotALabel() throws IOException {
    write(dot(), "1", "a.png");
    write(dot(), "ten", "a.png");

    assertRefused("is not a label; expected 0 to 9");
  }

  @Test
  void shouldRefuseFolderWithoutImages() {
    assertRefused("contains no PNG or JPEG images");
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

  private static List<Integer> dots(DigitSource digits) {
    return IntStream.range(0, digits.size())
        .mapToObj(i -> digits.get(i).pixels()[14 * 28 + 14] & 0xff)
        .toList();
  }

  private static BufferedImage dot() {
    return dot(255);
  }

  private static BufferedImage dot(int brightness) {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(14, 14, 0, brightness);
    return image;
  }

  private Path write(BufferedImage image, String label, String name) throws IOException {
    Path file = Files.createDirectories(folder.resolve(label)).resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
