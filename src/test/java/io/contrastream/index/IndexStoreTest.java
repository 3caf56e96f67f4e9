package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.IndexSettings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Embeddings;
import io.contrastream.sink.Row;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.FloatVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {
  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();
  private String topicId = "first";

  /** Knows which space is current only once it has been read. */
  private static final class Choice implements SpaceChoice {
    private Optional<String> told = Optional.of("b");
    private Optional<String> read = Optional.of("b");

    @Override
    public Optional<String> choose(
        List<String> spaces, Optional<String> shown, ToLongFunction<String> rows) {
      return spaces.contains(told.orElse("")) ? told : shown;
    }

    @Override
    public Optional<String> current() {
      return read;
    }

    @Override
    public void refresh() {
      read = told;
    }
  }

  private void write(IndexStore store, String space, int from, int to) {
    List<Row> rows =
        IntStream.range(from, to).mapToObj(i -> Embeddings.row(0, i, "id" + i, space)).toList();
    store.write(new Batch(rows, Map.of(0, (long) to)));
  }

  private IndexStore store() {
    return store(SpaceChoice.fixed("a"));
  }

  private IndexStore store(SpaceChoice choice) {
    IndexSettings settings = TestSettings.of("index.save.interval=0ms").index();
    IndexStore store =
        new IndexStore(
            folder,
            () -> new FileHeader("embeddings", topicId, "1/1"),
            settings,
            choice,
            notes::add);
    store.open(Set.of(0));
    return store;
  }

  @Test
  void shouldRefuseAVectorThatCouldNotBeReadAgain() {
    try (IndexStore store = store()) {
      Row longest = new Row(0, 0, "longest", Embeddings.of("longest", "a", 65_536));
      Row tooLong = new Row(0, 1, "long", Embeddings.of("long", "a", 65_537));
      assertThat(store.refusal(longest)).isEmpty();
      assertThat(store.refusal(tooLong))
          .hasValue("its vector has 65537 numbers, the most is 65536");
      store.write(new Batch(List.of(longest), Map.of(0, 1L)));
    }

    try (IndexStore again = store()) {
      assertThat(again.spaces().index("a").orElseThrow().size()).isEqualTo(1);
    }
  }

  /** 64 MiB of changes are enough for a snapshot. */
  @Test
  void shouldNeitherStopNorSlowDownIfNoSnapshotCanBeWritten() throws IOException {
    // given
    Row large = new Row(0, 0, "large", Embeddings.of("large", "a", 65_536));
    try (IndexStore store = store()) {
      Files.createDirectories(folder.resolve("snapshot-000000001/x"));

      // when
      for (long i = 1; i <= 300; i++) {
        store.write(new Batch(List.of(large), Map.of(0, i)));
        store.rest(false);
      }

      // then
      assertThat(store.positions()).containsEntry(0, 300L);
      assertThat(notes).filteredOn(note -> note.contains("going on with the journal")).hasSize(1);
    }
  }

  /** Its activation came before its embeddings, though after it was read what is current. */
  @Test
  void shouldLeaveOutNothingOfASpaceThatHasJustBecomeCurrent() {
    Choice choice = new Choice();
    try (IndexStore store = store(choice)) {
      write(store, "a", 0, 2);
      write(store, "b", 2, 4);
      choice.told = Optional.of("c");

      write(store, "c", 4, 6);

      assertThat(store.spaces().ids()).containsExactly("a", "c");
      assertThat(store.spaces().index("c").orElseThrow().size()).isEqualTo(2);
      assertThat(store.leftOut()).isZero();
      assertThat(notes).containsExactly("Space b is no longer indexed: a third one has begun");
    }
  }

  @Test
  void shouldCountWhatItLeavesOutAndNotTakeThatSpaceForComplete() {
    Choice choice = new Choice();
    try (IndexStore store = store(choice)) {
      // given
      write(store, "a", 0, 4);
      write(store, "b", 4, 5);
      write(store, "late", 5, 7);
      write(store, "late", 7, 8);
      assertThat(store.leftOut()).isEqualTo(3);
      assertThat(notes).hasSize(1);

      // when
      choice.told = Optional.of("late");
      choice.read = choice.told;
      write(store, "late", 8, 9);
      store.rest(true);

      // then
      assertThat(store.spaces().ids()).containsExactly("a", "late");
      assertThat(store.spaces().answering().orElseThrow().space()).isEqualTo("a");
      assertThat(store.spaces().isWhole("late")).isFalse();
    }
  }

  /** Its offsets begin anew, and may have come far already. */
  @Test
  void shouldNotReadOnInATopicThatWasCreatedAgain() {
    try (IndexStore store = store()) {
      write(store, "a", 0, 2);
      topicId = "second";
      assertThatThrownBy(() -> store.open(Set.of(0)))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("deleted and created again");
    }
    assertThatThrownBy(this::store)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("deleted and created again");
  }

  @Test
  void shouldRefuseAVectorThatCannotBeScaled() {
    ImageEmbedding small = Embeddings.of("small", "a");
    small.setVector(FloatVector.of(new float[] {3e-8f, 3e-8f, 3e-8f, 3e-8f}));
    try (IndexStore store = store()) {
      assertThat(store.refusal(new Row(0, 0, "small", small))).isPresent();
    }
  }
}
