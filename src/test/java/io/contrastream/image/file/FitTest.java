package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {

  @ParameterizedTest
  @CsvSource({"400, 300, 0, 255", "60, 90, 0, 255", "12, 14, 0, 255", "800, 800, 240, 20"})
  void shouldScaleWhatIsDrawnIntoTheBoxAndCentreIt(int width, int height, int ground, int ink) {
    // given a bar in a corner
    int[] values = new int[width * height];
    Arrays.fill(values, ground);
    for (int y = height / 10; y < height / 10 + height / 2; y++) {
      for (int x = width / 8; x < width / 8 + width / 6; x++) {
        values[y * width + x] = ink;
      }
    }

    // when
    Gray digit = Fit.SCALE.apply(new Gray(values, width));

    // then
    int[] rows = inked(digit, ground, true);
    int[] columns = inked(digit, ground, false);
    assertThat(digit.isDigit()).isTrue();
    assertThat(rows[rows.length - 1] - rows[0] + 1).isBetween(20, 21);
    assertThat((rows[rows.length - 1] + rows[0] + 1) / 2.0).isCloseTo(14, within(0.5));
    assertThat((columns[columns.length - 1] + columns[0] + 1) / 2.0).isCloseTo(14, within(0.5));
    assertThat(digit.at(0, 0)).isEqualTo(ground);
    assertThat(digit.at(14, 14)).isEqualTo(ink > ground ? 255 : 0);
  }

  @Test
  void shouldStretchThinStrokesToFullInk() {
    // given a line of two pixels in an image of 500
    int[] values = new int[500 * 500];
    for (int y = 50; y < 450; y++) {
      values[y * 500 + 250] = 255;
      values[y * 500 + 251] = 255;
    }

    // then
    assertThat(IntStream.of(Fit.SCALE.apply(new Gray(values, 500)).values()).max()).hasValue(255);
  }

  @Test
  void shouldKeepAnImageOfTheRightSize() {
    Gray image = Gray.filled(3);

    for (Fit fit : Fit.values()) {
      assertThat(fit.apply(image).values()).containsExactly(image.values());
    }
  }

  @Test
  void shouldPadWithTheGround() {
    // given
    int[] values = new int[20 * 10];
    Arrays.fill(values, 200);
    values[5 * 20 + 10] = 7;

    // when
    Gray padded = Fit.PAD.apply(new Gray(values, 20));

    // then
    assertThat(padded.at(0, 0)).isEqualTo(200);
    assertThat(padded.at(14, 14)).isEqualTo(7);
    assertThat(IntStream.of(padded.values()).filter(value -> value == 200).count())
        .isEqualTo(Digit.PIXELS - 1);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    Gray large = new Gray(new int[29 * 28], 29);

    assertThatThrownBy(() -> Fit.PAD.apply(large))
        .hasMessageContaining("it has 29 × 28 pixels; --fit pad takes 28 × 28 at most");
    assertThatThrownBy(() -> Fit.EXACT.apply(large))
        .hasMessageContaining("it has 29 × 28 pixels; expected 28 × 28");
  }

  /** Returns the rows or columns in which something is drawn. */
  private static int[] inked(Gray image, int ground, boolean rows) {
    return IntStream.range(0, Digit.PIXELS)
        .filter(i -> Math.abs(image.values()[i] - ground) > 60)
        .map(i -> rows ? i / Digit.WIDTH : i % Digit.WIDTH)
        .sorted()
        .distinct()
        .toArray();
  }
}
