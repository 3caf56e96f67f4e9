package io.contrastream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffledSourceTest {
  /** Sorted by label, a tenth of the inputs each. */
  private record Sorted(int size) implements Source<Integer> {
    @Override
    public Integer get(int index) {
      return index;
    }

    @Override
    public String name(int index) {
      return "file " + index;
    }
  }

  @Test
  void shouldHoldEachInputOnceInAnOrderThatIsAlwaysTheSame() {
    // given
    Source<Integer> source = new ShuffledSource<>(new Sorted(1000));

    // when
    List<Integer> inputs = IntStream.range(0, 1000).mapToObj(source::get).toList();

    // then
    assertThat(inputs).doesNotHaveDuplicates().hasSize(1000).isNotEqualTo(inputs.stream().sorted());
    assertThat(IntStream.range(0, 1000).mapToObj(new ShuffledSource<>(new Sorted(1000))::get))
        .containsExactlyElementsOf(inputs);
    assertThat(source.name(5)).isEqualTo("file " + inputs.get(5));
  }

  @Test
  void shouldSpreadAllLabelsOverEachPart() {
    // given
    Source<Integer> part = new ShuffledSource<>(new Sorted(1000)).range(900, 1000);

    // when
    List<Integer> labels =
        IntStream.range(0, part.size()).mapToObj(i -> part.get(i) / 100).distinct().toList();

    // then
    assertThat(labels).hasSize(10);
  }

  @Test
  void shouldRefuseMoreThanFitsIntoMemory() {
    assertThatThrownBy(() -> new ShuffledSource<>(new Sorted(2_000_000_000)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("at most 10000000 can be used");
  }
}
