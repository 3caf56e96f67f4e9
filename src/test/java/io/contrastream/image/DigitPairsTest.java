package io.contrastream.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.source.SourceException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DigitPairsTest {

  private final DigitSet source = digits(100, Digit.CLASSES);
  private final DigitPairs pairs = new DigitPairs(source, 7);

  @Test
  void shouldRepeatAnchorsInOrder() {
    assertThat(pairs.pair(42).anchor()).isSameAs(source.get(42));
    assertThat(pairs.pair(342).anchor()).isSameAs(source.get(42));
  }

  @Test
  void shouldMakeHalfOfEveryEvenRunPositive() {
    for (int run = 2; run <= 40; run += 2) {
      long from = 2L * run;
      assertThat(LongStream.range(from, from + run).filter(i -> pairs.pair(i).positive()).count())
          .isEqualTo(run / 2);
    }
  }

  @Test
  void shouldMakeSameAnchorPositiveAndNegativeInTurns() {
    assertThat(LongStream.range(0, 200).filter(epoch -> pairs.pair(epoch * 100).positive()).count())
        .isBetween(60L, 140L);
  }

  @Test
  void shouldDecideBetweenPositiveAndNegativeByLabels() {
    assertThat(LongStream.range(0, 500).mapToObj(pairs::pair))
        .allMatch(p -> p.positive() == p.anchor().label().equals(p.contrastive().label()));
  }

  @Test
  @SuppressWarnings("ReferenceEquality")
  void shouldNotPairAnchorWithItself() {
    assertThat(LongStream.range(0, 2000).mapToObj(pairs::pair))
        .noneMatch(pair -> pair.anchor() == pair.contrastive());
  }

  @Test
  void shouldPairAnchorWithItselfIfThereIsNoOther() {
    DigitPairs few = new DigitPairs(digits(2, 2), 1);

    DigitPair pair =
        LongStream.range(0, 2).mapToObj(few::pair).filter(DigitPair::positive).toList().get(0);

    assertThat(pair.contrastive()).isSameAs(pair.anchor());
  }

  @Test
  void shouldDrawNegativeLabelsUniformly() {
    int[] counts = new int[Digit.CLASSES];
    LongStream.range(0, 20_000)
        .map(i -> i * 10)
        .mapToObj(pairs::pair)
        .filter(pair -> !pair.positive())
        .forEach(pair -> counts[pair.contrastive().label()]++);

    assertThat(counts[0]).isZero();
    assertThat(IntStream.range(1, Digit.CLASSES).map(i -> counts[i]))
        .allSatisfy(count -> assertThat(count).isBetween(1000, 1220));
  }

  @Test
  void shouldGiveSamePairForSameSeedAndIndex() {
    DigitPairs again = new DigitPairs(source, 7);

    assertThat(LongStream.range(0, 100).map(i -> 99 - i).mapToObj(again::pair).toList())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 100).mapToObj(pairs::pair).toList());
  }

  @Test
  void shouldGiveOtherPairsForOtherSeed() {
    DigitPairs other = new DigitPairs(source, 8);

    assertThat(LongStream.range(0, 100).mapToObj(other::pair).toList())
        .isNotEqualTo(LongStream.range(0, 100).mapToObj(pairs::pair).toList());
  }

  @Test
  void shouldRefuseDigitsWithoutLabels() {
    DigitSet unlabelled = new DigitSet(List.of(new Digit(new byte[Digit.PIXELS], null)));

    assertThatThrownBy(() -> new DigitPairs(unlabelled, 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("this source has no labels");
  }

  @Test
  void shouldRefuseSourceOfOneLabel() {
    assertThatThrownBy(() -> new DigitPairs(digits(5, 1), 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("has only label 0");
  }

  /** Returns digits of which digit i has label i mod {@code labels} and unique pixels. */
  private static DigitSet digits(int count, int labels) {
    return new DigitSet(
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  byte[] pixels = new byte[Digit.PIXELS];
                  pixels[i] = 1;
                  return new Digit(pixels, i % labels);
                })
            .toList());
  }
}
