package io.contrastream.image.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.drawn.DrawnDigits;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHintsTest {
  private static final DigitSource DRAWN = new DrawnDigits(1, 40);

  @Test
  void shouldSayNothingAboutOrdinaryDigits() {
    assertThat(SourceHints.of("csv:digits.csv", DRAWN)).isEmpty();
    assertThat(SourceHints.of("idx:t10k-images-idx3-ubyte", DRAWN)).isEmpty();
    assertThat(SourceHints.of("drawn", new DrawnDigits(1, Integer.MAX_VALUE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 100})
  void shouldNotBeMisledByLabelsInTurns(int times) {
    // given each step through the source of its size / 500 finds the same label
    List<Digit> digits = IntStream.range(0, 500 * times).mapToObj(i -> DRAWN.get(i % 10)).toList();

    // then
    assertThat(SourceHints.of("csv:digits.csv", new DigitSet(digits))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idx:data/t10k-images-idx3-ubyte.gz",
        "inverted:idx:t10k-images-idx3-ubyte.gz[0:20]"
      })
  void shouldNameTheFileOfLabelsThatIsMissing(String spec) {
    assertThat(SourceHints.of(spec, each(d -> new Digit(d.pixels(), null))))
        .containsExactly(
            "The digits have no labels: there is no file t10k-labels-idx1-ubyte.gz beside the"
                + " images.");
  }

  @Test
  void shouldSayWhichNamesHaveLabels() {
    assertThat(SourceHints.of("idx:digits", each(d -> new Digit(d.pixels(), null))))
        .singleElement()
        .asString()
        .contains("only if the name of the images has 'images' or 'idx3' in it");
  }

  @Test
  void shouldTellLabelsThatAreAlike() {
    assertThat(SourceHints.of("csv:digits.csv", each(d -> new Digit(d.pixels(), 0))))
        .containsExactly("All 40 digits looked at have the label 0.");
  }

  @Test
  void shouldTellImagesThatAreAlike() {
    assertThat(SourceHints.of("csv:x", each(d -> new Digit(DRAWN.get(0).pixels(), d.label()))))
        .containsExactly("All 40 images looked at are alike.");
  }

  @Test
  void shouldTellBlankImages() {
    DigitSource some = each(d -> d.shows(3) ? new Digit(new byte[Digit.PIXELS], 3) : d);

    assertThat(SourceHints.of("csv:x", some))
        .containsExactly("4 of 40 images looked at are blank.");
  }

  @Test
  void shouldNameTheCureOfABrightGround() {
    // given
    DigitSource inverted = each(Alteration.INVERTED::of);

    // then
    assertThat(SourceHints.of("png:digits[0:40]", inverted))
        .singleElement()
        .asString()
        .startsWith("40 of 40 images looked at have dark ink on a bright ground")
        .endsWith(": use inverted:png:digits[0:40].");
    assertThat(SourceHints.of("inverted:png:digits", inverted))
        .singleElement()
        .asString()
        .endsWith(": leave out inverted:.");
  }

  @Test
  void shouldSayHowManyImagesOfSomeHaveABrightGround() {
    // given
    DigitSource some = each(d -> d.shows(3) ? Alteration.INVERTED.of(d) : d);

    // then
    assertThat(SourceHints.of("png:digits", some))
        .singleElement()
        .asString()
        .startsWith("4 of 40 images looked at have dark ink on a bright ground")
        .endsWith(": read these as a source of their own, by inverted:SPEC.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 31, 63, 100})
  void shouldTellPixelsOfAnotherScale(int full) {
    assertThat(SourceHints.of("csv:x", each(d -> changed(d, pixel -> (pixel * full + 127) / 255))))
        .containsExactly(
            "No pixel of 40 images looked at is above %d, but full ink is 255: scale the pixels."
                .formatted(full));
  }

  @Test
  void shouldTellAGrayGround() {
    // given signed bytes, read as unsigned ones, and ink on half-transparent paper
    DigitSource signed = each(d -> changed(d, pixel -> pixel - 128));
    DigitSource paper = each(d -> changed(d, pixel -> Math.max(pixel, 120)));

    // then
    assertThat(SourceHints.of("csv:x", signed))
        .singleElement()
        .asString()
        .startsWith("40 of 40 images looked at have a gray ground, of about 128");
    assertThat(SourceHints.of("csv:x", paper))
        .singleElement()
        .asString()
        .startsWith("40 of 40 images looked at have a gray ground, of about 120");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idx:gzip/emnist-digits-test-images-idx3-ubyte.gz",
        "csv:EMNIST-digits-train.csv[0:40]"
      })
  void shouldNameTheCureForEmnist(String spec) {
    assertThat(SourceHints.of(spec, DRAWN))
        .singleElement()
        .asString()
        .startsWith("EMNIST's files hold rows and columns exchanged")
        .endsWith("use transposed:" + spec + ".");
    assertThat(SourceHints.of("transposed:" + spec, DRAWN)).isEmpty();
  }

  @Test
  void shouldLeaveSetsOfSimilarNamesAlone() {
    assertThat(SourceHints.of("idx:emnist/qmnist-test-images-idx3-ubyte", DRAWN)).isEmpty();
  }

  private static Digit changed(Digit digit, IntUnaryOperator change) {
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) change.applyAsInt(digit.pixels()[i] & 0xff);
    }
    return new Digit(pixels, digit.label());
  }

  private static DigitSource each(UnaryOperator<Digit> change) {
    return new DigitSet(IntStream.range(0, DRAWN.size()).mapToObj(DRAWN::get).map(change).toList());
  }
}
