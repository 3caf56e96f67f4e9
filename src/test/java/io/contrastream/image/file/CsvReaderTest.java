package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void shouldReadHeaderOfRowsAndColumns() throws IOException {
    // given the header of a widely used MNIST: its last name begins with a figure
    String header = "label," + pixels(i -> (i / 28 + 1) + "x" + (i % 28 + 1));

    // when
    DigitSource digits = open(header, "3," + PIXELS);

    // then
    assertThat(digits.size()).isEqualTo(1);
    assertThat(digits.get(0).label()).isEqualTo(3);
    assertRead(digits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"label", "class", "target", "y", "'class'", "Digit", "number shown"})
  void shouldFindTheLabelByItsName(String name) throws IOException {
    // when
    DigitSource digits = open(pixels(i -> "pixel" + (i + 1)) + "," + name, PIXELS + ",7");

    // then
    assertThat(digits.get(0).label()).isEqualTo(7);
    assertRead(digits);
  }

  @Test
  void shouldReadLabelAmongNumbersAsHeader() throws IOException {
    assertRead(open("label," + pixels(i -> "" + i), "3," + PIXELS));
    assertRead(open(pixels(i -> "" + (i + 1)) + ",class", PIXELS + ",3"));
  }

  @Test
  void shouldSortPixelsByTheNumbersInTheirNames() throws IOException {
    // given pixel1, pixel10, pixel100, …
    Map<String, Integer> byName = new TreeMap<>();
    IntStream.range(0, Digit.PIXELS).forEach(i -> byName.put("pixel" + (i + 1), i % 256));

    // when
    DigitSource digits =
        open("label," + String.join(",", byName.keySet()), "3," + joined(byName.values()));

    // then
    assertRead(digits);
  }

  @Test
  void shouldSortPixelsByRowAndColumn() throws IOException {
    // given 1x1, 1x10, 1x11, …
    Map<String, Integer> byName = new TreeMap<>();
    IntStream.range(0, Digit.PIXELS)
        .forEach(i -> byName.put((i / 28 + 1) + "x" + (i % 28 + 1), i % 256));

    // when
    DigitSource digits =
        open(String.join(",", byName.keySet()) + ",label", joined(byName.values()) + ",3");

    // then
    assertRead(digits);
  }

  @Test
  void shouldKeepRowsWhoseNamesHaveXBeforeY() throws IOException {
    assertRead(open("label," + pixels(i -> "x" + i % 28 + "y" + i / 28), "3," + PIXELS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r%dc%d", "row%d_col%d", "y%dx%d", "pixel r%d c%d", "C%2$dR%1$d"})
  void shouldTakeRowAndColumnFromTheirNames(String name) throws IOException {
    // given a file that is written column by column
    String header = "label," + pixels(i -> name.formatted(i % 28, i / 28));

    // when
    DigitSource digits = open(header, "3," + pixels(i -> "" + (i % 28 * 28 + i / 28) % 256));

    // then
    assertRead(digits);
    assertThat(digits.notes()).isEmpty();
  }

  @Test
  void shouldReadXAndYInAnyOrder() throws IOException {
    // given the order of the alphabet: x0y0, x0y1, x0y10, …
    Map<String, Integer> byName = new TreeMap<>();
    IntStream.range(0, Digit.PIXELS).forEach(i -> byName.put("x" + i % 28 + "y" + i / 28, i % 256));

    // then
    assertRead(open("label," + String.join(",", byName.keySet()), "3," + joined(byName.values())));
  }

  @Test
  void shouldNoteNamesThatLeaveTheRowOpen() throws IOException {
    // when
    DigitSource digits = open(pixels(i -> "p" + i % 28 + "_" + i / 28), PIXELS);

    // then
    assertRead(digits);
    assertThat(digits.notes()).singleElement().asString().contains("'p0_0', 'p1_0'", "transposed:");
    // and the cure works
    assertThat(DigitSources.open("transposed:csv:" + folder.resolve("digits.csv"), 0).get(0))
        .extracting(digit -> digit.pixels()[1])
        .isEqualTo((byte) 28);
  }

  @ParameterizedTest
  @CsvSource({"fold, 1", "writer, 785", "pixel0, 1"})
  void shouldNoteALabelThatIsNotCalledOne(String name, int column) throws IOException {
    // given
    String pixels = pixels(i -> "pixel" + (i + 1));
    boolean first = column == 1;

    // when
    DigitSource digits =
        open(
            first ? name + "," + pixels : pixels + "," + name,
            first ? "3," + PIXELS : PIXELS + ",3");

    // then
    assertRead(digits);
    assertThat(digits.get(0).label()).isEqualTo(3);
    assertThat(digits.notes())
        .singleElement()
        .asString()
        .contains("no column 'label'; column " + column + ", '" + name + "', was taken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "", "Unnamed: 0", "index"})
  void shouldLeaveOutTheNumbersOfRows(String name) throws IOException {
    // when
    DigitSource labelled = open(name + "," + HEADER, "0,3," + PIXELS, "1,8," + PIXELS);
    DigitSource unlabelled = open(name + "," + HEADER.replace("label,", ""), "0," + PIXELS);
    DigitSource counted = open(name + "," + pixels(i -> "" + i), "7," + PIXELS);

    // then
    assertRead(labelled);
    assertThat(labelled.get(1).label()).isEqualTo(8);
    for (DigitSource digits : List.of(unlabelled, counted)) {
      assertRead(digits);
      assertThat(digits.get(0).isLabelled()).isFalse();
      assertThat(digits.notes()).singleElement().asString().endsWith("it numbers the rows.");
    }
  }

  @Test
  void shouldNoteThatEitherEndMayHoldTheLabels() throws IOException {
    // given a ground with noise
    String row = "3," + PIXELS.substring(0, PIXELS.lastIndexOf(',')) + ",4";

    // then
    assertThat(open(row).notes())
        .singleElement()
        .asString()
        .contains("hold 0 to 9 only, and the first was taken for the labels");
    assertThat(open("label," + pixels(i -> "p" + i), row).notes()).isEmpty();
  }

  @Test
  void shouldRefuseLabelsInTheLastColumnWithoutHeader() throws IOException {
    // given
    String[] rows = {PIXELS + ",0", PIXELS + ",4"};

    // then
    assertRefused("nothing but 0 in the first column and 0 to 9 in the last", rows);
    // and the cure works
    DigitSource digits = open(pixels(i -> "p" + (i + 1)) + ",label", PIXELS + ",0", PIXELS + ",4");
    assertThat(digits.get(1).label()).isEqualTo(4);
  }

  @Test
  void shouldReadZerosOnly() throws IOException {
    // given a blank corner, as that of nearly all digits
    String row = "0," + PIXELS.substring(0, PIXELS.lastIndexOf(',')) + ",0";

    // then
    assertThat(open(row, row).get(1).label()).isZero();
  }

  @Test
  void shouldSayThatNumbersLookLikeAHeader() throws IOException {
    // given
    String numbers = pixels(i -> "" + i) + ",784";

    // then
    assertRefused(
        "counts from 0 to 784 in line 1, which looks like a header", numbers, "3," + PIXELS);
    // and the cure works
    assertRead(open(numbers.replaceFirst("0", "label"), "3," + PIXELS));
  }

  @Test
  void shouldRefuseHeaderThatCallsTooManyColumnsLabels() {
    String pixels = pixels(i -> "pixel" + i);

    assertRefused(
        "its header calls 2 of them a label", "class," + pixels.replaceFirst("pixel7,", "y,"));
    assertRefused("784 columns, and its header calls 1", pixels.replaceFirst("pixel0", "label"));
  }

  @Test
  void shouldNotTakeNegativeNumbersForAHeader() {
    assertRefused(
        "has the label '-1' in line 1",
        "-1" + ",0".repeat(Digit.PIXELS - 1) + ",-1",
        "3," + PIXELS);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "|", "\t"})
  void shouldReadOtherSeparators(String separator) throws IOException {
    // given an empty line and a row whose first cell is quoted, as spreadsheets write it
    String row = "\"7\"," + PIXELS;

    // when
    DigitSource digits = open("", row.replace(",", separator));

    // then
    assertThat(digits.get(0).label()).isEqualTo(7);
    assertRead(digits);
  }

  @Test
  void shouldReadAHeaderWithOtherSeparators() throws IOException {
    // when
    DigitSource digits =
        open(
            (pixels(i -> "\"pixel" + i + "\"") + ",\"label\"").replace(",", ";"),
            (PIXELS + ",7").replace(",", ";"));

    // then
    assertThat(digits.get(0).label()).isEqualTo(7);
    assertRead(digits);
  }

  @Test
  void shouldSayThatBlanksSeparateNoColumns() {
    assertRefused("separates its columns by blanks", ("3," + PIXELS).replace(",", " "), "");
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

  /** Checks that the pixels of the first digit are {@link #PIXELS}. */
  private static void assertRead(DigitSource digits) {
    byte[] pixels = digits.get(0).pixels();
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i]).as("pixel %d", i).isEqualTo((byte) i);
    }
  }

  private static String joined(Collection<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
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
