package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.lifecycle.StartupException;
import io.contrastream.neighbours.Entry;
import io.contrastream.neighbours.Filter;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.Modality;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFolderTest {
  private static final FileHeader HEADER = new FileHeader("embeddings", "id", "1/1");
  private static final int CAPACITY = 5000;

  @TempDir private Path folder;

  private static Change.Put put(String space, int number) {
    Random random = new Random(number + 31L * space.hashCode());
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    Modality modality = number % 3 == 0 ? Modality.CAPTION : Modality.IMAGE;
    return new Change.Put(
        space,
        new Entry(modality, "id" + number, "key" + number, number % 10, 1000 + number, vector));
  }

  private static List<Change> puts(String space, int from, int to) {
    return IntStream.range(from, to).<Change>mapToObj(i -> put(space, i)).toList();
  }

  private IndexFolder open(Spaces spaces) {
    return IndexFolder.open(folder, HEADER, spaces);
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> each.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  /** All that can be told from outside. */
  private static String content(Spaces spaces) {
    return spaces.all().stream()
        .map(index -> index.space() + index.nearest(query(), Filter.NONE, CAPACITY))
        .collect(
            Collectors.joining("\n", spaces.answering().map(NeighbourIndex::space) + "\n", ""));
  }

  private static float[] query() {
    return put("query", 0).entry().vector();
  }

  private static void fill(IndexFolder index) throws IOException {
    index.apply(List.of(new Change.Serve("a")), Map.of());
    index.apply(puts("a", 0, 3000), Map.of(0, 3000L, 1, 7L));
    index.apply(List.of(new Change.Delete("key17"), put("a", 18)), Map.of(0, 3002L));
  }

  @Test
  void shouldRestoreSnapshotAndJournal() throws IOException {
    // given
    Spaces before = new Spaces(CAPACITY);
    try (IndexFolder index = open(before)) {
      fill(index);
      index.save();
      index.apply(puts("b", 2000, 2500), Map.of(1, 500L));
      index.apply(List.of(new Change.Serve("b"), new Change.Drop("c")), Map.of());
    }

    // when
    Spaces after = new Spaces(CAPACITY);
    Map<Integer, Long> positions;
    try (IndexFolder index = open(after)) {
      positions = index.positions();
    }

    // then
    assertThat(content(after)).isEqualTo(content(before)).startsWith("Optional[b]");
    assertThat(after.incomplete()).containsExactly("c");
    assertThat(after.served()).containsExactly("a", "b");
    assertThat(positions).isEqualTo(Map.of(0, 3002L, 1, 500L));
    assertThat(names()).containsExactly("in-use.lock", "journal-000000001", "snapshot-000000001");
  }

  @Test
  void shouldGiveUpTheOldestIfThereIsLessRoomThanWasSaved() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);
      index.save();
    }

    // when
    Spaces after = new Spaces(100);
    open(after).close();

    // then
    NeighbourIndex index = after.answering().orElseThrow();
    assertThat(index.size()).isEqualTo(100);
    assertThat(index.vector(Modality.CAPTION, "id18")).isPresent(); // the newest
    assertThat(index.vector(Modality.IMAGE, "id2500")).isEmpty();
  }

  /** Whatever of the last step a crash leaves behind, rows and positions agree. */
  @Test
  void shouldLeaveOutAStepThatIsNotWhole() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      index.apply(puts("a", 0, 10), Map.of(0, 10L));
    }
    byte[] whole = Files.readAllBytes(file("journal"));
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      index.apply(puts("a", 10, 13), Map.of(0, 13L));
    }
    byte[] more = Files.readAllBytes(file("journal"));

    for (int length = whole.length; length <= more.length; length += 7) {
      // when
      Files.write(file("journal"), Arrays.copyOf(more, length));
      Spaces spaces = new Spaces(CAPACITY);
      try (IndexFolder index = open(spaces)) {
        boolean isWhole = length == more.length;

        // then
        assertThat(index.positions()).containsEntry(0, isWhole ? 13L : 10L);
        assertThat(spaces.index("a").orElseThrow().size()).isEqualTo(isWhole ? 13 : 10);
        index.apply(puts("a", 10, 13), Map.of(0, 13L));
      }
      Spaces again = new Spaces(CAPACITY);
      open(again).close();
      assertThat(again.index("a").orElseThrow().size()).isEqualTo(13);
    }
  }

  @Test
  void shouldGoOnFromWhatIsBeforeADamagedStep() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      index.apply(puts("a", 0, 10), Map.of(0, 10L));
      index.apply(puts("a", 10, 20), Map.of(0, 20L));
    }
    damage(file("journal"), Files.size(file("journal")) - 100);

    // when
    Spaces spaces = new Spaces(CAPACITY);
    Map<Integer, Long> positions;
    try (IndexFolder index = open(spaces)) {
      positions = index.positions();
    }

    // then
    assertThat(positions).isEqualTo(Map.of(0, 10L));
    assertThat(spaces.index("a").orElseThrow().size()).isEqualTo(10);
  }

  private static void damage(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ 0x55);
    }
  }

  @Test
  void shouldSayWhichSnapshotIsDamaged() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);
      index.save();
    }
    Path snapshot = file("snapshot");
    byte[] good = Files.readAllBytes(snapshot);

    for (int at = 0; at < good.length; at += 1009) {
      // when
      Files.write(snapshot, good);
      damage(snapshot, at);

      // then
      assertThatThrownBy(() -> open(new Spaces(CAPACITY)))
          .as("damaged at %d", at)
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("snapshot-000000001 cannot be used");
    }
    Files.write(snapshot, Arrays.copyOf(good, good.length / 2));
    assertThatThrownBy(() -> open(new Spaces(CAPACITY)))
        .hasMessageContaining("damaged or incomplete");
  }

  @Test
  void shouldRefuseTheFolderOfAnotherTopicOrInstance() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);
    }

    // when, then
    assertThatThrownBy(
            () ->
                IndexFolder.open(
                    folder, new FileHeader("embeddings", "id", "1/2"), new Spaces(CAPACITY)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("filled from topic embeddings by instance 1/1");
    FileHeader createdAgain = new FileHeader("embeddings", "another", "1/1");
    assertThatThrownBy(() -> IndexFolder.open(folder, createdAgain, new Spaces(CAPACITY)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("deleted and created again");
  }

  /** Most numbers of a file would reserve gigabytes if they were believed. */
  @Test
  void shouldBelieveNoNumberOfADamagedSnapshot() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);
      index.save();
    }
    Path snapshot = file("snapshot");
    byte[] good = Files.readAllBytes(snapshot);

    for (int at = HEADER.bytes().length; at < 200; at++) {
      // when
      byte[] bad = good.clone();
      Arrays.fill(bad, at, at + 4, (byte) 0x7f);
      Files.write(snapshot, bad);

      // then
      assertThatThrownBy(() -> open(new Spaces(CAPACITY)))
          .hasMessageContaining("its checksum is wrong");
    }
  }

  @Test
  void shouldRefuseAJournalWithoutItsSnapshot() throws IOException {
    // given
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);
      index.save();
    }
    Files.delete(file("snapshot"));

    // when, then
    assertThatThrownBy(() -> open(new Spaces(CAPACITY)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("journal-000000001, but not the snapshot");
  }

  /** A process killed while it saves leaves a part, or the files of both generations. */
  @Test
  void shouldRestoreWhateverSavingHadDoneWhenItWasKilled() throws IOException {
    // given
    Spaces before = new Spaces(CAPACITY);
    byte[] oldJournal;
    try (IndexFolder index = open(before)) {
      fill(index);
      oldJournal = Files.readAllBytes(file("journal"));
      index.save();
    }
    Files.write(folder.resolve("journal-000000000"), oldJournal);
    Files.write(folder.resolve("snapshot-000000002.part"), new byte[99]);
    Files.delete(folder.resolve("journal-000000001"));

    // when
    Spaces after = new Spaces(CAPACITY);
    open(after).close();

    // then
    assertThat(content(after)).isEqualTo(content(before));
    assertThat(names()).containsExactly("in-use.lock", "journal-000000001", "snapshot-000000001");
  }

  /** As on a full disk. */
  @Test
  void shouldGoOnWithTheJournalIfNoSnapshotCanBeWritten() throws IOException {
    // given
    Spaces before = new Spaces(CAPACITY);
    try (IndexFolder index = open(before)) {
      fill(index);
      Path obstacle = Files.createDirectories(folder.resolve("snapshot-000000001/x"));

      // when
      assertThatThrownBy(index::save).isInstanceOf(IOException.class);
      List<String> left = names();
      index.apply(puts("a", 3000, 3100), Map.of(0, 3102L));
      Files.delete(obstacle);
      Files.delete(obstacle.getParent());
      index.save();
      index.apply(puts("a", 3100, 3200), Map.of(0, 3202L));

      // then
      assertThat(left).containsExactly("in-use.lock", "journal-000000000", "snapshot-000000001");
    }
    Spaces after = new Spaces(CAPACITY);
    open(after).close();
    assertThat(content(after)).isEqualTo(content(before));
    assertThat(names()).containsExactly("in-use.lock", "journal-000000001", "snapshot-000000001");
  }

  @Test
  void shouldBeginTheJournalLaterIfThatFailsAfterASnapshot() throws IOException {
    // given
    Spaces before = new Spaces(CAPACITY);
    try (IndexFolder index = open(before)) {
      fill(index);
      Path obstacle = Files.createDirectories(folder.resolve("journal-000000001"));
      assertThatThrownBy(index::save).isInstanceOf(IOException.class);
      assertThat(names()).doesNotContain("journal-000000000");
      assertThatThrownBy(() -> index.apply(puts("a", 0, 1), Map.of()))
          .isInstanceOf(IOException.class);

      // when
      Files.delete(obstacle);
      index.discardRest();
      index.apply(puts("a", 3000, 3100), Map.of(0, 3102L));
    }

    // then
    Spaces after = new Spaces(CAPACITY);
    open(after).close();
    assertThat(content(after)).isEqualTo(content(before));
  }

  @Test
  void shouldLetOneProcessHaveAFolder() throws IOException {
    try (IndexFolder index = open(new Spaces(CAPACITY))) {
      fill(index);

      assertThatThrownBy(() -> open(new Spaces(CAPACITY)))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("used by another index");
    }
  }

  @Test
  void shouldAnswerTheSameFromASavedIndex() throws IOException {
    // given
    Spaces before = new Spaces(CAPACITY);
    try (IndexFolder index = open(before)) {
      fill(index);
      index.save();
    }
    Spaces after = new Spaces(CAPACITY);

    // when
    try (IndexFolder index = open(after)) {
      before.apply(puts("a", 2900, 4000));
      index.apply(puts("a", 2900, 4000), Map.of());
    }

    // then: also what is added to the balls that were saved
    List<Neighbour> found =
        after
            .answering()
            .orElseThrow()
            .nearest(query(), new Filter(Filter.ALL_MODALITIES, 3, 0, 5000), 20);
    assertThat(found).hasSize(40);
    assertThat(content(after)).isEqualTo(content(before));
  }
}
