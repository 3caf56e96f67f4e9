package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images as people have them: any names, sizes and formats, without labels. */
class FlatFolderTest {
  @TempDir Path folder;

  @Test
  void shouldReadImagesOfAnySizeAndFormatWithTheirNames() throws IOException {
    // given
    write("png", "b.PNG", 300);
    write("jpeg", "a.jpg", 1300);
    write("jpeg", "c.jpeg", 28);

    // when
    DigitSource digits = DigitSources.open("inverted:png:" + folder, 0).inFileOrder();

    // then
    assertThat(IntStream.range(0, 3).mapToObj(digits::name))
        .containsExactly("a.jpg", "b.PNG", "c.jpeg");
    assertThat(digits.notes()).isEmpty();
    for (int i = 0; i < 3; i++) {
      assertThat(digits.get(i).isLabelled()).isFalse();
      assertThat(digits.get(i).pixels()[14 * 28 + 14] & 0xff).isGreaterThan(240);
      assertThat(digits.get(i).pixels()[0] & 0xff).isLessThan(10);
    }
  }

  @Test
  void shouldLeaveOutBrokenImagesWithANoteEach() throws IOException {
    // given
    write("png", "good.png", 40);
    Files.writeString(folder.resolve("text.png"), "no image");
    Files.write(folder.resolve("empty.jpg"), new byte[0]);
    ImageIO.write(
        new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("blank.png").toFile());

    // when
    DigitSource digits = DigitSources.open("png:" + folder, 0);

    // then
    assertThat(digits.size()).isEqualTo(1);
    assertThat(digits.notes())
        .hasSize(3)
        .allMatch(note -> note.startsWith("Left out: " + folder))
        .anyMatch(note -> note.contains("blank.png is blank"))
        .anyMatch(note -> note.contains("empty.jpg cannot be read"))
        .anyMatch(note -> note.contains("text.png cannot be read"));
  }

  @Test
  void shouldNotDecodeAnImageOfAnySize() throws IOException {
    // given a header of 40,000 x 40,000 pixels
    write("png", "good.png", 40);
    write("png", "huge.png", 40);
    byte[] png = Files.readAllBytes(folder.resolve("huge.png"));
    ByteBuffer header = ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 40_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    Files.write(folder.resolve("huge.png"), png);

    // then
    assertThat(DigitSources.open("png:" + folder, 0).notes())
        .singleElement()
        .asString()
        .contains("huge.png", "it has 40000 × 40000 pixels, and 100000000 at most are read");
  }

  @Test
  void shouldNameTheFilesOfASlice() throws IOException {
    // given
    for (int i = 0; i < 9; i++) {
      write("png", i + ".png", 30 + i);
    }

    // when
    DigitSource digits = DigitSources.open("png:" + folder + "[2:5]", 0);

    // then
    assertThat(digits.size()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).mapToObj(digits::name)).doesNotHaveDuplicates();
  }

  /** Writes an image with a dark disc on a bright ground. */
  private void write(String format, String name, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(Color.BLACK);
    graphics.fillOval(side / 4, side / 4, side / 2, side / 2);
    graphics.dispose();
    ImageIO.write(image, format, folder.resolve(name).toFile());
  }
}
