package io.contrastream.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.EncodedImage.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodedImageTest {
  @Test
  void shouldDecodeAGrayPngExactly() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    byte[] values = {0, 1, 127, (byte) 128, (byte) 254, (byte) 255};
    image.getRaster().setDataElements(0, 0, 3, 2, values);

    Raster decoded = EncodedImage.decode(file(image, Format.PNG), Format.PNG);

    assertThat(decoded.values()).isEqualTo(values);
    assertThat(decoded.is(2, 3)).isTrue();
    assertThat(decoded.channels()).isEqualTo(1);
  }

  @Test
  void shouldDecodeColoursInTheirOrderAndMixTransparencyWithBlack() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff102030);
    image.setRGB(1, 0, 0x80ffffff);

    Raster decoded = EncodedImage.decode(file(image, Format.PNG), Format.PNG);

    assertThat(decoded.values()).containsExactly(0x10, 0x20, 0x30, 0x80, 0x80, 0x80);
  }

  @Test
  void shouldDecodeAJpeg() throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(0, 0, 16, 8);

    Raster decoded = EncodedImage.decode(file(image, Format.JPEG), Format.JPEG);

    assertThat(decoded.is(8, 16)).isTrue();
    assertThat(decoded.values()).containsOnly(255);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseBrokenFiles(Format format) throws IOException {
    byte[] whole = file(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), format);
    Random random = new Random(5);

    assertRefused(new byte[0], format);
    assertRefused(new byte[100], format);
    assertRefused(Arrays.copyOf(whole, 30), format);
    for (int i = 0; i < 300; i++) { // whatever is broken, it is refused, or an image
      byte[] broken = whole.clone();
      broken[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        EncodedImage.decode(broken, format);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("cannot be decoded as " + format);
      }
    }
  }

  @Test
  void shouldRefuseAFileOfAnotherFormat() throws IOException {
    byte[] png = file(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), Format.PNG);

    assertThatThrownBy(() -> EncodedImage.decode(png, Format.JPEG))
        .hasMessageContaining("check its encoding");
  }

  /** A file of some bytes may claim to be huge. */
  @Test
  void shouldRefuseAHugeImageBeforeDecoding() throws IOException {
    byte[] png = file(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), Format.PNG);
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());

    assertThatThrownBy(() -> EncodedImage.decode(png, Format.PNG))
        .hasMessageContaining("60000 × 60000")
        .hasMessageContaining("at most");
  }

  private static void assertRefused(byte[] file, Format format) {
    assertThatThrownBy(() -> EncodedImage.decode(file, format))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot be decoded as " + format);
  }

  private static byte[] file(BufferedImage image, Format format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format.name(), out);
    return out.toByteArray();
  }
}
