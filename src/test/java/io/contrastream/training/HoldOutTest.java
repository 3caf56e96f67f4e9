package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  private static final int IMAGES = 10_000;
  private static final DigitSet DIGITS = TinyDigits.of(IMAGES);

  private final HoldOut holdOut = new HoldOut(0.05);

  @Test
  void shouldTakeItsShareOfSimilarImages() {
    assertThat(taken().size()).isBetween(430, 570);
  }

  @Test
  void shouldTakeItsShareOfImagesThatDifferInOnePixel() {
    long taken = IntStream.range(0, IMAGES).filter(i -> holdOut.takes(Sample.of(point(i)))).count();

    assertThat(taken).isBetween(430L, 570L);
  }

  @Test
  void shouldTakeWhatASmallerShareTakes() {
    HoldOut larger = new HoldOut(0.1);

    assertThat(taken()).allMatch(digit -> larger.takes(Sample.of(digit)));
  }

  @Test
  void shouldTakeTheSameImageWhateverItsLabel() {
    assertThat(taken())
        .allMatch(digit -> holdOut.takes(Sample.of(new Digit(digit.pixels().clone(), null))));
  }

  @Test
  void shouldNeitherTrainOnNorMeasureAPairWithOneHeldOutImage() {
    Digit held = taken().get(0);
    Digit free = digits().stream().filter(digit -> !takes(digit)).findFirst().orElseThrow();

    assertThat(holdOut.measures(pair(held, held, true))).isTrue();
    assertThat(holdOut.trains(pair(free, free, true))).isTrue();
    for (SamplePair mixed : List.of(pair(held, free, true), pair(free, held, true))) {
      assertThat(holdOut.measures(mixed)).isFalse();
      assertThat(holdOut.trains(mixed)).isFalse();
    }
  }

  private static SamplePair pair(Digit anchor, Digit contrastive, boolean positive) {
    return SamplePair.of(new DigitPair(anchor, contrastive, positive));
  }

  private boolean takes(Digit digit) {
    return holdOut.takes(Sample.of(digit));
  }

  private List<Digit> taken() {
    return digits().stream().filter(this::takes).toList();
  }

  private static List<Digit> digits() {
    return IntStream.range(0, IMAGES).mapToObj(DIGITS::get).toList();
  }

  private static Digit point(int i) {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[i % Digit.PIXELS] = (byte) (1 + i / Digit.PIXELS);
    return new Digit(pixels, null);
  }
}
