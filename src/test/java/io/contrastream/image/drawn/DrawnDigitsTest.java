package io.contrastream.image.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.source.SourceException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  private static final int MANY = 1500;
  private static final int FULL = 200;

  private static final DigitSource DIGITS = DigitSources.open("drawn", 1);
  private static final List<Digit> MANY_DIGITS =
      IntStream.range(0, MANY).mapToObj(DIGITS::get).toList();

  @Test
  void shouldDrawSameBytesForSameSeedInAnyOrder() {
    DigitSource again = DigitSources.open("drawn", 1);
    byte[] late = again.get(700).pixels();

    assertThat(again.get(3).pixels()).isEqualTo(DIGITS.get(3).pixels());
    assertThat(DIGITS.get(700).pixels()).isEqualTo(late);
  }

  @Test
  void shouldDrawOtherBytesForOtherSeed() {
    DigitSource other = DigitSources.open("drawn", 2);

    assertThat(IntStream.range(0, 50))
        .noneMatch(i -> Arrays.equals(other.get(i).pixels(), DIGITS.get(i).pixels()));
  }

  @Test
  void shouldNotRepeatItself() {
    Set<ByteBuffer> seen = new HashSet<>();
    MANY_DIGITS.forEach(digit -> seen.add(ByteBuffer.wrap(digit.pixels())));

    assertThat(seen).hasSize(MANY);
  }

  @Test
  void shouldShowEachLabelOnceInTen() {
    for (int block = 0; block < 20; block++) {
      int from = block * 10;
      assertThat(IntStream.range(from, from + 10).map(i -> DIGITS.get(i).label()).distinct())
          .hasSize(10);
    }
  }

  @Test
  void shouldKeepInkOffTheBorder() {
    assertThat(MANY_DIGITS).noneMatch(digit -> ink(digit, i -> onBorder(i) ? 1 : 0) > 0);
  }

  @Test
  void shouldInkAsMuchAsHandwritingDoes() {
    assertThat(MANY_DIGITS)
        .allSatisfy(
            digit -> assertThat(ink(digit, i -> 1) / 255.0 / Digit.PIXELS).isBetween(0.02, 0.35));
  }

  @Test
  void shouldDrawBrightLines() {
    assertThat(MANY_DIGITS).allSatisfy(digit -> assertThat(bright(digit)).isGreaterThan(12));
  }

  @Test
  void shouldCentreByMassAsFarAsTheBorderAllows() {
    double off = 0;
    double most = 0;
    for (Digit digit : MANY_DIGITS) {
      double mass = ink(digit, p -> 1);
      double x = ink(digit, p -> p % Digit.WIDTH) / mass - 13.5;
      double y = ink(digit, p -> p / Digit.WIDTH) / mass - 13.5;
      off += Math.hypot(x, y) / MANY;
      most = Math.max(most, Math.hypot(x, y));
    }

    assertThat(off).isLessThan(0.4);
    assertThat(most).isLessThan(3);
  }

  /**
   * A class's mean image must be nearest to the digits of its class much oftener than by chance.
   */
  @Test
  void shouldDrawDigitsThatTheirClassMeanTellsApart() {
    double[][] means = new double[Digit.CLASSES][Digit.PIXELS];
    for (Digit digit : MANY_DIGITS) {
      for (int p = 0; p < Digit.PIXELS; p++) {
        means[digit.label()][p] += (digit.pixels()[p] & 0xff) * 10.0 / MANY;
      }
    }
    long right =
        IntStream.range(MANY, MANY + 1000)
            .mapToObj(DIGITS::get)
            .filter(digit -> nearest(digit, means) == digit.label())
            .count();

    assertThat(right).isGreaterThan(800);
  }

  @Test
  void shouldSampleGivenLabelWithinCountOnly() {
    DigitSource few = DigitSources.open("drawn:40[15:38]", 1);
    Set<Digit> inside = new HashSet<>();
    SplittableRandom random = new SplittableRandom(3);

    for (int label = 0; label < Digit.CLASSES; label++) {
      Digit digit = few.sample(label, random);
      inside.add(digit);
      assertThat(digit.label()).isEqualTo(label);
      assertThat(IntStream.range(15, 38))
          .anyMatch(i -> Arrays.equals(DIGITS.get(i).pixels(), digit.pixels()));
    }
    assertThat(inside).hasSize(Digit.CLASSES);
  }

  @Test
  void shouldRefuseToSampleAMissingLabel() {
    DigitSource one = DigitSources.open("drawn:1", 1);
    int other = (one.get(0).label() + 1) % Digit.CLASSES;

    assertThatThrownBy(() -> one.sample(other, new SplittableRandom(1)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("None of the 1 digits");
  }

  @Test
  void shouldBeBoundedByCount() {
    assertThat(DigitSources.open("drawn:12", 1).size()).isEqualTo(12);
    assertThat(DIGITS.size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(DigitSources.open("drawn[5:]", 1).get(0).pixels()).isEqualTo(DIGITS.get(5).pixels());
  }

  @Test
  void shouldRefuseInvalidCount() {
    assertThatThrownBy(() -> DigitSources.open("drawn:0", 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> DigitSources.open("drawn:many", 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("whole number");
  }

  @Test
  void shouldRefuseSliceFromTheEndOfAnEndlessSource() {
    assertThatThrownBy(() -> DigitSources.open("drawn[-10:]", 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("endless");
  }

  private static double ink(Digit digit, IntUnaryOperator weight) {
    double sum = 0;
    for (int i = 0; i < Digit.PIXELS; i++) {
      sum += (digit.pixels()[i] & 0xff) * weight.applyAsInt(i);
    }
    return sum;
  }

  private static boolean onBorder(int pixel) {
    int x = pixel % Digit.WIDTH;
    int y = pixel / Digit.WIDTH;
    return x == 0 || y == 0 || x == Digit.WIDTH - 1 || y == Digit.HEIGHT - 1;
  }

  private static long bright(Digit digit) {
    return IntStream.range(0, Digit.PIXELS).filter(i -> (digit.pixels()[i] & 0xff) > FULL).count();
  }

  private static int nearest(Digit digit, double[][] means) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int label = 0; label < means.length; label++) {
      double distance = 0;
      for (int p = 0; p < Digit.PIXELS; p++) {
        double difference = (digit.pixels()[p] & 0xff) - means[label][p];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = label;
      }
    }
    return best;
  }
}
