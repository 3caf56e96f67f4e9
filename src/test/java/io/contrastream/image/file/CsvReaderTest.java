package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import io.contrastream.image.source.DigitSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

  private static final String PIXELS = pixels(i -> String.valueOf(i % 256));
  private static final String HEADER = "label," + pixels(i -> "pixel" + i);

  @TempDir Path folder;

  @Test
  void shouldReadRowsBelowHeader() throws IOException {
    DigitSource digits = open(HEADER, "3," + PIXELS, "8," + PIXELS);

    assertThat(digits.size()).isEqualTo(2);
    assertThat(digits.get(1).label()).isEqualTo(8);
    assertThat(digits.get(0).pixels()[255]).isEqualTo((byte) 255);
    assertThat(digits.get(0).pixels()[783]).isEqualTo((byte) (783 % 256));
  }

  @Test
  void shouldReadRowsWithoutHeader() throws IOException {
    assertThat(open("3," + PIXELS, "8," + PIXELS).get(0).label()).isEqualTo(3);
  }

  @Test
  void shouldReadRowsWithoutLabels() throws IOException {
    DigitSource digits = open(HEADER.substring("label,".length()), PIXELS);

    assertThat(digits.get(0).isLabelled()).isFalse();
    assertThat(digits.get(0).pixels()[1]).isEqualTo((byte) 1);
  }

  @Test
  void shouldSkipByteOrderMark() throws IOException {
    DigitSource digits = open("\uFEFF5," + PIXELS);

    assertThat(digits.get(0).label()).isEqualTo(5);
  }

  @Test
  void shouldReadGzippedRows() throws IOException {
    byte[] rows = ("5," + PIXELS + "\n").getBytes(StandardCharsets.UTF_8);
    Path file = IdxFiles.gzip(folder.resolve("digits.csv.gz"), rows);

    assertThat(DigitSources.open("csv:" + file, 0).get(0).label()).isEqualTo(5);
  }

  @Test
  void shouldRefuseTruncatedGzip() throws IOException {
    byte[] rows = ("5," + PIXELS + "\n").repeat(50).getBytes(StandardCharsets.UTF_8);
    Path file = IdxFiles.gzip(folder.resolve("digits.csv.gz"), rows);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> DigitSources.open("csv:" + file, 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("digits.csv.gz cannot be read");
  }

  @Test
  void shouldNameLineOfRowThatIsTooShort() {
    assertRefused("has 12 columns in line 3, but 785", HEADER, "3," + PIXELS, row(12));
  }

  @Test
  void shouldNameLineAndColumnOfPixelOutOfRange() {
    String row = "3," + PIXELS.replaceFirst(",2,", ",256,");

    assertRefused("has the pixel '256' in line 2, column 4", HEADER, row);
  }

  @Test
  void shouldNameLineOfPixelThatIsNotANumber() {
    assertRefused("has the pixel 'x' in line 1", "3," + PIXELS.replaceFirst(",2,", ",x,"));
  }

  @Test
  void shouldRefuseLabelOutOfRange() {
    assertRefused("has the label '10' in line 2, column 1", "3," + PIXELS, "10," + PIXELS);
  }

  @Test
  void shouldRefuseLabelThatIsNotANumber() {
    assertRefused("has the label 'seven' in line 1", "seven," + PIXELS);
  }

  @Test
  void shouldRefuseOtherShape() {
    assertRefused("has 1025 columns in line 1; expected 785", row(1025));
  }

  @Test
  void shouldRefuseHeaderAlone() {
    assertRefused("contains no digits", HEADER);
  }

  @Test
  void shouldRefuseEmptyFile() {
    assertRefused("contains no digits");
  }

  @Test
  void shouldRefuseMissingFile() {
    assertThatThrownBy(() -> DigitSources.open("csv:" + folder.resolve("none.csv"), 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("does not exist");
  }

  private void assertRefused(String message, String... lines) {
    assertThatThrownBy(() -> open(lines))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("digits.csv");
  }

  private DigitSource open(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("digits.csv"), List.of(lines));
    return DigitSources.open("csv:" + file, 0);
  }

  private static String row(int columns) {
    return "1" + ",0".repeat(columns - 1);
  }

  private static String pixels(IntFunction<String> value) {
    return IntStream.range(0, Digit.PIXELS).mapToObj(value).collect(Collectors.joining(","));
  }
}
