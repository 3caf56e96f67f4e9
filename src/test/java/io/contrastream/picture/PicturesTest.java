package io.contrastream.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

  private static final int GREEN = 0xff2e9e5b;
  private static final int RED = 0xffd64545;

  @TempDir Path folder;

  @Test
  void shouldDrawEveryPrintableLetterDifferently() {
    Set<String> seen = new HashSet<>();
    IntStream.range(' ', 127).forEach(letter -> seen.add(squares(String.valueOf((char) letter))));

    assertThat(seen).hasSize(127 - ' ');
  }

  @Test
  void shouldDrawBoxForUnknownLetter() {
    assertThat(squares("é")).isEqualTo(squares("ß")).isNotEqualTo(squares(" "));
  }

  @Test
  void shouldDrawTextAsWideAsItSays() {
    BufferedImage image = new BufferedImage(200, 40, BufferedImage.TYPE_INT_RGB);
    PixelFont.draw(image.createGraphics(), "HEH", 0, 0, 3);

    int widest =
        IntStream.range(0, 200).filter(x -> (image.getRGB(x, 1) & 0xff) > 0).max().orElse(0);

    assertThat(widest + 1).isEqualTo(PixelFont.width("HEH", 3)).isEqualTo(17 * 3);
  }

  @Test
  void shouldFramePairsByTheirTarget() throws IOException {
    Digit blank = new Digit(new byte[Digit.PIXELS], 4);
    DigitPair same = new DigitPair(blank, blank, true);
    DigitPair other = new DigitPair(blank, blank, false);

    assertThat(sheet(same)).contains(GREEN);
    assertThat(frames(same)).contains(GREEN).doesNotContain(RED);
    assertThat(frames(other)).contains(RED).doesNotContain(GREEN);
  }

  @Test
  void shouldShowThePixelsOfBothDigits() throws IOException {
    byte[] anchor = new byte[Digit.PIXELS];
    byte[] example = new byte[Digit.PIXELS];
    Arrays.fill(anchor, (byte) 77);
    Arrays.fill(example, (byte) 133);

    Digit unlabelled = new Digit(example, null);

    assertThat(sheet(new DigitPair(new Digit(anchor, 1), unlabelled, false)))
        .contains(0xff4d4d4d, 0xff858585);
  }

  @Test
  void shouldRefuseSheetOfNothing() {
    assertThatThrownBy(() -> ContactSheet.write(List.of(), folder.resolve("none.png")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldDrawCurveFromItsFirstToItsLastPoint() throws IOException {
    double[] x = {0, 5, 10};
    double[] y = {0, 0.5, 1};
    Path png = folder.resolve("new/folder/chart.png");

    LineChart.write(png, "Loss", "epoch", "loss", List.of(new LineChart.Series("a", x, y)));

    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getRGB(110, 580 - 74)).isEqualTo(0xff2f6fd0);
    assertThat(image.getRGB(960 - 46, 76)).isEqualTo(0xff2f6fd0);
  }

  @Test
  void shouldDrawChartOfNothingOrNotANumber() throws IOException {
    double[] one = {1};
    double[] nan = {Double.NaN};
    Path png = folder.resolve("chart.png");

    LineChart.write(png, "", "", "", List.of());
    LineChart.write(png, "t", "x", "y", List.of(new LineChart.Series("nan", one, nan)));
    LineChart.write(png, "t", "x", "y", List.of(new LineChart.Series("one", one, one)));

    assertThat(png).isNotEmptyFile();
  }

  @Test
  void shouldRefuseCurveWithoutPartners() {
    assertThatThrownBy(() -> new LineChart.Series("loss", new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'loss' has 2 x but 3 y");
  }

  @Test
  void shouldPutTicksAtRoundNumbers() {
    Axis axis = Axis.covering(new double[] {0.0038, 0.0621, Double.NaN});

    assertThat(axis.ticks().stream().map(axis::label))
        .containsExactly("0", "0.01", "0.02", "0.03", "0.04", "0.05", "0.06", "0.07");
  }

  @Test
  void shouldCoverNegativeAndLargeNumbers() {
    Axis axis = Axis.covering(new double[] {-1200, 41000});

    assertThat(axis.from()).isEqualTo(-10000);
    assertThat(axis.to()).isEqualTo(50000);
    assertThat(axis.label(axis.from())).isEqualTo("-10000");
  }

  private static String squares(String text) {
    BufferedImage image = new BufferedImage(5, 9, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    PixelFont.draw(graphics, text, 0, 0, 1);
    StringBuilder squares = new StringBuilder();
    for (int i = 0; i < 45; i++) {
      squares.append((image.getRGB(i % 5, i / 5) & 1) == 1 ? '#' : '.');
    }
    return squares.toString();
  }

  private Set<Integer> sheet(DigitPair pair) throws IOException {
    return colors(pair, 0);
  }

  /** Below the head, which names both colours. */
  private Set<Integer> frames(DigitPair pair) throws IOException {
    return colors(pair, 44);
  }

  private Set<Integer> colors(DigitPair pair, int from) throws IOException {
    Path png = folder.resolve("sheet.png");
    ContactSheet.write(List.of(pair), png);
    BufferedImage image = ImageIO.read(png.toFile());
    Set<Integer> colors = new HashSet<>();
    for (int y = from; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y));
      }
    }
    return colors;
  }
}
