package io.contrastream.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.image.DigitPairs;
import io.contrastream.image.drawn.DrawnDigits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draws every kind of picture in a separate JVM and checks which classes it loaded. */
class FontlessTest {

  @TempDir Path folder;

  @Test
  void shouldDrawWithoutLookingForFonts() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                FontlessTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(java.getInputStream().readAllBytes(), UTF_8);

    assertThat(java.waitFor()).as(loaded).isZero();
    assertThat(loaded).contains("io.contrastream.picture.PixelFont");
    assertThat(loaded.lines()).noneMatch(line -> line.contains("sun.font.SunFontManager "));
  }

  /** Runs in the separate JVM, in which no other test has loaded fonts. */
  public static void main(String[] folder) throws IOException {
    DigitPairs pairs = new DigitPairs(new DrawnDigits(1, 20), 1);
    Path into = Path.of(folder[0]);
    ContactSheet.write(
        LongStream.range(0, 4).mapToObj(pairs::pair).toList(), into.resolve("sheet.png"));
    double[] values = {1, 2};
    LineChart.Series curve = new LineChart.Series("loss", values, values);
    LineChart.write(into.resolve("chart.png"), "Loss", "epoch", "loss", List.of(curve));
  }
}
