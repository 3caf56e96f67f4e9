package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.IndexSettings;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {
  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private IndexStore store() {
    IndexSettings settings = TestSettings.of("index.save.interval=0ms").index();
    IndexStore store =
        new IndexStore(folder, "embeddings", settings, SpaceChoice.fixed("a"), notes::add);
    store.open(Set.of(0));
    return store;
  }

  @Test
  void shouldRefuseAVectorThatCouldNotBeReadAgain() {
    try (IndexStore store = store()) {
      Row longest = new Row(0, 0, "longest", Embeddings.of("longest", "a", 65_536));
      Row tooLong = new Row(0, 1, "long", Embeddings.of("long", "a", 65_537));
      assertThat(store.refusal(longest)).isEmpty();
      assertThat(store.refusal(tooLong)).hasValue("its vector has 65537 numbers, the most is 65536");
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
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).contains("going on with the journal");
    }
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
