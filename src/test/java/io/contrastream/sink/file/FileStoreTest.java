package io.contrastream.sink.file;

import static io.contrastream.sink.Embeddings.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.SinkSettings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Row;
import io.contrastream.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final String FIRST = "t-0-00000000000000000003-00000000000000000009.jsonl";

  private final AtomicLong clockNs = new AtomicLong();
  @TempDir private Path folder;

  private FileStore open(FileFormat format, String... settings) {
    SinkSettings sink = TestSettings.of(settings).sink();
    FileStore store = new FileStore(folder, "t", format, sink, clockNs::get);
    store.open(Set.of(0, 1));
    return store;
  }

  private static Batch batch(Map<Integer, Long> positions, Row... rows) {
    return new Batch(List.of(rows), positions);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void shouldNameAFileByItsOffsets() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL)) {
      // when: offset 9 is a mark of a transaction
      store.write(batch(Map.of(0, 10L, 1, 0L), row(0, 3, "a", "s"), row(0, 8, "b", "s")));
      store.finish();

      // then
      assertThat(files()).containsExactly(FIRST);
    }
  }

  @Test
  void shouldContinueWhereTheNextFileBegins() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL)) {
      store.write(batch(Map.of(0, 10L), row(0, 3, "a", "s")));
      store.finish();
    }

    // when
    try (FileStore store = open(FileFormat.JSONL)) {
      Map<Integer, Long> positions = store.open(Set.of(0, 1));
      store.write(batch(Map.of(0, 13L), row(0, 12, "b", "s")));
      store.finish();

      // then
      assertThat(positions).containsExactly(Map.entry(0, 10L));
      assertThat(files())
          .containsExactly(FIRST, "t-0-00000000000000000010-00000000000000000012.jsonl");
    }
  }

  @Test
  void shouldDeleteWhatAKilledSinkLeft() throws IOException {
    // given
    Files.writeString(folder.resolve(".t-1.jsonl.part"), "{\"partition\":1,\"off");
    Files.writeString(folder.resolve("notes.txt"), "of a person");

    // when
    try (FileStore store = open(FileFormat.JSONL)) {
      Map<Integer, Long> positions = store.open(Set.of(0, 1));

      // then
      assertThat(positions).isEmpty();
      assertThat(files()).containsExactly("notes.txt");
    }
  }

  @Test
  void shouldShowNoFileThatIsNotFinished() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL)) {
      // when
      store.write(batch(Map.of(0, 10L), row(0, 3, "a", "s")));

      // then
      assertThat(files()).allMatch(name -> name.startsWith("."));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldRollBySize() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL, "sink.roll.size=1KiB")) {
      // when
      for (long offset = 0; offset < 12; offset++) {
        store.write(batch(Map.of(0, offset + 1), row(0, offset, "id" + offset, "s")));
      }
      store.finish();

      // then
      assertThat(files()).hasSizeBetween(3, 6);
      assertThat(lines()).hasSize(12);
    }
  }

  @Test
  void shouldRollByAge() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL, "sink.roll.interval=5m")) {
      store.write(batch(Map.of(0, 10L), row(0, 3, "a", "s")));

      // when
      clockNs.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
      store.rest(true);
      List<String> before = files();
      clockNs.addAndGet(1);
      store.rest(true);

      // then
      assertThat(before).doesNotContain(FIRST);
      assertThat(files()).containsExactly(FIRST);
    }
  }

  @Test
  void shouldWriteAnObjectPerLine() throws IOException {
    // given
    try (FileStore store = open(FileFormat.JSONL)) {
      // when
      store.write(
          batch(
              Map.of(0, 3L),
              row(0, 0, "a\"b", "s"),
              new Row(0, 1, "a\"b", null),
              row(0, 2, "c", "s")));
      store.finish();
    }

    // then
    assertThat(lines())
        .hasSize(2)
        .first()
        .asString()
        .matches(
            "\\{\"partition\":0,\"offset\":0,\"key\":\"a\\\\\"b\",\"imageId\":\"a\\\\\"b\","
                + "\"pairId\":null,\"role\":\"SINGLE\",\"label\":7,"
                + "\"vector\":\\[-?\\d[^\\]]+\\],\"checkpointId\":\"checkpoint-1\","
                + "\"producedAtMs\":1000,\"embeddedAtMs\":2000,\"normalized\":false,"
                + "\"modality\":\"IMAGE\",\"spaceId\":\"s\"\\}");
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : files()) {
      lines.addAll(Files.readAllLines(folder.resolve(name)));
    }
    return lines;
  }

  @Test
  void shouldWriteParquet() throws IOException {
    // given
    try (FileStore store = open(FileFormat.PARQUET)) {
      // when
      Row row = row(1, 5, "a", "s");
      store.write(batch(Map.of(1, 6L), row));
      store.finish();

      // then
      String name = "t-1-00000000000000000005-00000000000000000005.parquet";
      assertThat(files()).containsExactly(name);
      try (ParquetReader<Group> reader = reader(folder.resolve(name))) {
        Group read = reader.read();
        assertThat(read.getLong("offset", 0)).isEqualTo(5);
        assertThat(read.getString("imageId", 0)).isEqualTo("a");
        assertThat(read.getFieldRepetitionCount("pairId")).isZero();
        assertThat(read.getString("modality", 0)).isEqualTo("IMAGE");
        assertThat(read.getGroup("vector", 0).getGroup("list", 3).getFloat("element", 0))
            .isEqualTo(row.vector()[3]);
        assertThat(reader.read()).isNull();
      }
    }
  }

  private static ParquetReader<Group> reader(Path file) throws IOException {
    return new ParquetReader.Builder<Group>(
        new LocalInputFile(file), new PlainParquetConfiguration()) {
      @Override
      protected ReadSupport<Group> getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }

  @Test
  void shouldRefuseAFolderOfAnotherSink() {
    try (FileStore store = open(FileFormat.JSONL)) {
      assertThat(store).isNotNull();
      assertThatThrownBy(() -> open(FileFormat.PARQUET))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("used by another sink");
    }
  }
}
