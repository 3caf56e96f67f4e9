package io.contrastream.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.source.SourceException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlterationTest {
  private final Digit digit = new DrawnDigits(1, 10).get(3);

  @Test
  void shouldSwapInkAndBackground() {
    Digit inverted = Alteration.INVERTED.of(digit);

    assertThat(inverted.pixels()[0]).isEqualTo((byte) 255);
    assertThat(Alteration.INVERTED.of(inverted).pixels()).isEqualTo(digit.pixels());
  }

  @Test
  void shouldRotateClockwise() {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[2 * Digit.WIDTH + 5] = 9; // third row, sixth column

    byte[] rotated = Alteration.ROTATED.of(new Digit(pixels, 1)).pixels();

    assertThat(rotated[5 * Digit.WIDTH + 25]).isEqualTo((byte) 9);
    assertThat(rotated).containsOnlyOnce(9);
  }

  @Test
  void shouldExchangeRowsAndColumns() {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[2 * Digit.WIDTH + 5] = 9; // third row, sixth column

    byte[] transposed = Alteration.TRANSPOSED.of(new Digit(pixels, 1)).pixels();

    assertThat(transposed[5 * Digit.WIDTH + 2]).isEqualTo((byte) 9);
    assertThat(transposed).containsOnlyOnce(9);
    assertThat(DigitSources.open("transposed:transposed:drawn:10", 1).get(3).pixels())
        .isEqualTo(digit.pixels());
  }

  @Test
  void shouldDrawTheOutline() {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[0] = (byte) 200; // a corner has three neighbours
    pixels[10 * Digit.WIDTH + 10] = (byte) 250;

    byte[] outlined = Alteration.OUTLINED.of(new Digit(pixels, 1)).pixels();

    assertThat(outlined[0]).isZero();
    assertThat(outlined[10 * Digit.WIDTH + 10]).isZero();
    assertThat(outlined).contains((byte) 200, (byte) 250);
    assertThat(ink(outlined)).isEqualTo(3 * 200 + 8 * 250);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheLabelAndTheOriginal(Alteration alteration) {
    byte[] before = digit.pixels().clone();

    Digit altered = alteration.of(digit);

    assertThat(altered.label()).isEqualTo(digit.label());
    assertThat(altered.pixels()).isNotEqualTo(digit.pixels());
    assertThat(digit.pixels()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAlterAnySourceByItsSpec(Alteration alteration) {
    DigitSource plain = DigitSources.open("drawn:50[10:30]", 1);

    DigitSource altered = DigitSources.open(alteration + ":drawn:50[10:30]", 1);

    assertThat(altered.size()).isEqualTo(20);
    assertThat(altered.get(7).pixels()).isEqualTo(alteration.of(plain.get(7)).pixels());
    assertThat(altered.sample(4, new SplittableRandom(2)).pixels())
        .isEqualTo(alteration.of(plain.sample(4, new SplittableRandom(2))).pixels());
  }

  @Test
  void shouldAlterAnEndlessSource() {
    assertThat(DigitSources.open("inverted:drawn", 1).size()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldReportTheFaultOfTheAlteredSource() {
    assertThatThrownBy(() -> DigitSources.open("inverted:nothing", 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'nothing'");
  }

  private static int ink(byte[] pixels) {
    int sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return sum;
  }
}
