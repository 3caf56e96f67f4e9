package io.contrastream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.sink.file.FileFormat;
import io.contrastream.sink.file.FileStore;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SinkFeedTest {
  private static final int ROWS = 3000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private static Settings settings(String name) {
    Settings settings =
        CLUSTER
            .settings(name)
            .with("topics.partitions=3", "sink.batch.size=100", "sink.roll.size=32KiB")
            .load();
    CLUSTER.prepare(settings);
    return settings;
  }

  private Store files(Settings settings) {
    return new FileStore(folder, settings.topics().embeddings(), FileFormat.JSONL, settings.sink());
  }

  private SinkCounts copy(Settings settings, Store store) {
    try (store;
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      return new SinkFeed(
              settings, Topics.of(settings, registry).embeddings(), store, listener(), () -> false)
          .run(true);
    }
  }

  private SinkListener listener() {
    return new SinkListener() {
      @Override
      public void progress(SinkCounts counts) {
        if (counts.lag() < 0) {
          notes.add("negative lag");
        }
      }

      @Override
      public void note(String what) {
        notes.add(what);
      }
    };
  }

  private List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = JSON.readTree(line);
          ids.add(row.get("imageId").asText());
        }
      }
    }
    return ids;
  }

  private static String[] sendAll(Settings settings) {
    String[] ids = IntStream.range(0, ROWS).mapToObj(i -> "id" + i).toArray(String[]::new);
    Embeddings.send(
        settings,
        sender -> {
          for (String id : ids) {
            sender.embedding(Embeddings.of(id, "space"));
          }
        });
    return ids;
  }

  @Test
  void shouldWriteEveryRowOnceAlthoughTheSinkDiesAgainAndAgain() throws IOException {
    // given
    Settings settings = settings("dying");
    String[] ids = sendAll(settings);

    // when
    for (int batches : new int[] {0, 1, 5, 7, 2}) {
      Store dying =
          new FailingStore(files(settings), batches, new IllegalStateException("the sink dies"));
      assertThatThrownBy(() -> copy(settings, dying)).hasMessage("the sink dies");
    }
    copy(settings, files(settings));

    // then
    assertThat(ids()).containsExactlyInAnyOrder(ids);
  }

  @Test
  void shouldTryAgainAfterAFailureOfTheStore() throws IOException {
    // given
    Settings settings = settings("failing");
    String[] ids = sendAll(settings);
    Store failing =
        new FailingStore(files(settings), 4, new StoreException("the disk is full", null));

    // when
    SinkCounts counts = copy(settings, failing);

    // then
    assertThat(ids()).containsExactlyInAnyOrder(ids);
    assertThat(counts).isEqualTo(new SinkCounts(ROWS, 0, 0, 0));
    assertThat(notes).containsExactly("Trying again: the disk is full", "Writing again");
  }

  @Test
  void shouldSkipWhatCannotBeUsedAndNameSpacesOfOldRecords() throws IOException {
    // given
    Settings settings = settings("bad");
    Embeddings.send(
        settings,
        sender -> {
          sender.bytes("k", new byte[] {1, 2, 3});
          sender.embedding(Embeddings.of("old", ""));
          sender.embedding(Embeddings.of("empty", "space", 0));
          sender.bytes("k", null);
          sender.bytes("k", new byte[0]);
        });

    // when
    SinkCounts counts = copy(settings, files(settings));

    // then
    assertThat(counts).isEqualTo(new SinkCounts(1, 1, 3, 0));
    assertThat(notes).hasSize(3).allMatch(note -> note.startsWith("Skipping "));
    assertThat(firstLine().get("spaceId").asText()).isEqualTo("checkpoint-1");
  }

  private JsonNode firstLine() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(it -> it.toString().endsWith(".jsonl")).findFirst().orElseThrow();
      return JSON.readTree(Files.readAllLines(file).get(0));
    }
  }

  @Test
  void shouldRefuseAStoreThatIsAheadOfTheTopic() throws IOException {
    // given
    Settings settings = settings("ahead");
    String topic = settings.topics().embeddings();
    Files.createFile(folder.resolve(topic + "-2-00000000000000000000-00000000000000000009.jsonl"));

    // when, then
    assertThatThrownBy(() -> copy(settings, files(settings)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("partition 2 ends at 0, the store is at 10");
  }
}
