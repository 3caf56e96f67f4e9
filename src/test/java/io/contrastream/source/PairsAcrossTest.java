package io.contrastream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PairsAcrossTest {
  private final LabelledSource<String> anchors = LabelledSource.of(new Texts("a", 30));
  private final LabelledSource<String> examples = LabelledSource.of(new Texts("e", 50));
  private final PairsAcross<String, String> pairs = new PairsAcross<>(anchors, examples, 7);

  @Test
  void shouldRepeatAnchorsInOrder() {
    assertThat(pairs.pair(4).anchor()).isEqualTo(anchors.get(4));
    assertThat(pairs.pair(34).anchor()).isEqualTo(anchors.get(4));
  }

  @Test
  void shouldTakeExamplesOfTheOtherSource() {
    assertThat(LongStream.range(0, 100).mapToObj(pairs::pair))
        .allMatch(pair -> pair.example().input().startsWith("e"));
  }

  @Test
  void shouldMakeHalfOfEveryEvenRunPositive() {
    for (int run = 2; run <= 40; run += 2) {
      assertThat(LongStream.range(0, run).filter(i -> isPositive(pairs.pair(i))).count())
          .isEqualTo(run / 2);
    }
  }

  @Test
  void shouldUseEveryOtherLabelForNegatives() {
    assertThat(
            LongStream.range(0, 3000)
                .mapToObj(pairs::pair)
                .filter(pair -> pair.anchor().label() == 3 && !isPositive(pair))
                .map(pair -> pair.example().label())
                .distinct())
        .hasSize(9);
  }

  @Test
  void shouldRefuseExamplesOfOneLabel() {
    LabelledSource<String> same = LabelledSource.of(new Texts("e", 1));

    assertThatThrownBy(() -> new PairsAcross<>(anchors, same, 7))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("at least two different labels");
  }

  @Test
  void shouldRefuseToSearchAnEndlessSourceForLabels() {
    assertThatThrownBy(() -> LabelledSource.of(new Texts("e", Integer.MAX_VALUE)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("endless");
  }

  /** Of 10 inputs of a block, one has the label; in a source of fewer, perhaps none. */
  @Test
  void shouldFindGeneratedLabelsWithoutGenerating() {
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> found =
        IntStream.range(0, 1000)
            .mapToObj(i -> ShuffledLabels.sample(5, Integer.MAX_VALUE, 3, random))
            .toList();

    assertThat(found).allMatch(index -> ShuffledLabels.at(5, index) == 3);
    assertThat(found.stream().distinct().count()).isGreaterThan(990);
    assertThat(ShuffledLabels.sample(5, 10, 3, random)).isBetween(0, 9);
  }

  private static boolean isPositive(PairsAcross.Pair<String, String> pair) {
    return pair.anchor().label().equals(pair.example().label());
  }

  private record Texts(String prefix, int size) implements Source<Labelled<String>> {
    @Override
    public Labelled<String> get(int index) {
      return new Labelled<>(prefix + index, index % Labelled.CLASSES);
    }
  }
}
