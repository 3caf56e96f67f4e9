package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.sink.Embeddings;
import io.contrastream.sink.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Spaces spaces = new Spaces(1000);

  private void index(Optional<String> current, String... spacesOfRows) {
    List<Row> rows =
        Stream.of(spacesOfRows).map(space -> Embeddings.row(0, 0, "id-" + space, space)).toList();
    spaces.apply(Admission.of(rows, spaces, current).changes());
  }

  private String answering() {
    return spaces.answering().map(NeighbourIndex::space).orElse(null);
  }

  @Test
  void shouldLetTheFirstSpaceAnswerWhileTheNextFillsUp() {
    index(Optional.empty(), "a", "b", "a");

    assertThat(answering()).isEqualTo("a");
    assertThat(spaces.ids()).containsExactly("a", "b");
  }

  @Test
  void shouldKeepTheSpaceThatAnswersAndTheLastOneOnly() {
    index(Optional.empty(), "a", "b", "c", "b", "d", "c");

    assertThat(answering()).isEqualTo("a");
    assertThat(spaces.ids()).containsExactly("a", "d");
  }

  @Test
  void shouldNotGiveUpTheCurrentSpaceForALateEmbedding() {
    index(Optional.of("b"), "a", "b", "late", "b");

    assertThat(spaces.ids()).containsExactly("a", "b");
    assertThat(spaces.incomplete()).containsExactly("late");
  }

  @Test
  void shouldReturnToASpaceThatIsCurrentAgain() {
    index(Optional.empty(), "a", "b", "c");

    index(Optional.of("b"), "b");

    assertThat(spaces.ids()).containsExactly("a", "b");
    assertThat(spaces.incomplete()).containsExactly("b", "c");
  }

  @Test
  void shouldNotLetOneOddVectorDetermineTheDimension() {
    Row odd = new Row(0, 0, "odd", Embeddings.of("odd", "a", 2));
    List<Row> rows =
        List.of(odd, Embeddings.row(0, 1, "x", "a"), Embeddings.row(0, 2, "y", "a"), odd);

    spaces.apply(Admission.of(rows, spaces, Optional.empty()).changes());

    assertThat(spaces.answering().orElseThrow().dimension()).isEqualTo(Embeddings.DIMENSION);
    assertThat(spaces.answering().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void shouldDeleteInAllSpaces() {
    index(Optional.empty(), "a", "b");

    Row tombstone = new Row(0, 9, "id-b", null);
    spaces.apply(Admission.of(List.of(tombstone), spaces, Optional.empty()).changes());

    assertThat(spaces.index("a").orElseThrow().size()).isEqualTo(1);
    assertThat(spaces.index("b").orElseThrow().size()).isZero();
  }
}
