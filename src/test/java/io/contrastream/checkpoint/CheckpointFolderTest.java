package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {
  private final Checkpoint checkpoint = Checkpoints.small();
  @TempDir Path temporary;
  private CheckpointFolder folder;

  @BeforeEach
  void openFolder() {
    folder = new CheckpointFolder(temporary.resolve("checkpoints"));
  }

  @Test
  void shouldLoadWhatItSaved() {
    folder.save(checkpoint, "model_epoch_1");

    assertThat(folder.load("model_epoch_1").id()).isEqualTo(checkpoint.id());
  }

  @Test
  void shouldListNameSizeIdAndMetadata() throws IOException {
    Path file = folder.save(checkpoint, "model_epoch_1");

    assertThat(folder.list())
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.name()).isEqualTo("model_epoch_1");
              assertThat(stored.bytes()).isEqualTo(Files.size(file));
              assertThat(stored.id()).isEqualTo(checkpoint.id());
              assertThat(stored.metadata()).isEqualTo(Map.of("epoch", "7"));
              assertThat(stored.fault()).isEmpty();
            });
  }

  @Test
  void shouldListByNameSafetensorsFirst() {
    CheckpointFile.save(checkpoint, folder.path().resolve("a.pt"));
    folder.save(checkpoint, "c");
    folder.save(checkpoint, "b");

    assertThat(folder.list()).extracting(StoredCheckpoint::name).containsExactly("b", "c", "a");
  }

  @Test
  void shouldListADamagedFileWithItsFault() throws IOException {
    Path file = folder.save(checkpoint, "damaged");
    Files.write(file, new byte[3]);

    assertThat(folder.list().get(0).fault())
        .hasValueSatisfying(it -> assertThat(it).contains("truncated"));
  }

  @Test
  void shouldListNothingWhereThereIsNoFolder() {
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void shouldTakeNoNoticeOfOtherFiles() throws IOException {
    Files.createDirectories(folder.path().resolve("nested.pt"));
    Files.writeString(folder.path().resolve("card.md"), "no checkpoint");

    assertThat(folder.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "first.safetensors"})
  void shouldResolveAName(String reference) {
    Path file = folder.save(checkpoint, "first");

    assertThat(folder.resolve(reference)).isEqualTo(file);
  }

  @Test
  void shouldResolveAPathAnywhere() {
    Path file = temporary.resolve("elsewhere.pt");
    CheckpointFile.save(checkpoint, file);

    assertThat(folder.resolve(file.toString())).isEqualTo(file);
  }

  @Test
  void shouldResolveTheBeginningOfAnId() {
    folder.save(Checkpoints.network(1), "other");
    Path file = folder.save(checkpoint, "first");

    assertThat(folder.resolve(checkpoint.id().substring(0, 4))).isEqualTo(file);
  }

  @Test
  void shouldResolveAnIdThatSeveralFilesHaveToTheSafetensors() {
    CheckpointFile.save(checkpoint, folder.path().resolve("a.pt"));
    Path file = folder.save(checkpoint, "b");

    assertThat(folder.resolve(checkpoint.id())).isEqualTo(file);
  }

  @Test
  void shouldTakeANameBeforeAnId() {
    folder.save(checkpoint, "first");
    Path file = folder.save(Checkpoints.network(1), checkpoint.id());

    assertThat(folder.resolve(checkpoint.id())).isEqualTo(file);
  }

  @Test
  void shouldRefuseABeginningThatTwoIdsShare() {
    Map<String, Checkpoint> byBeginning = new HashMap<>();
    Checkpoint one = null;
    Checkpoint other = null;
    for (int number = 0; other == null; number++) {
      one = new Checkpoint(Map.of("n", Tensor.ofLong(number)), Map.of());
      other = byBeginning.put(one.id().substring(0, 4), one);
    }
    folder.save(one, "one");
    folder.save(other, "other");
    String shared = one.id().substring(0, 4);

    assertThatThrownBy(() -> folder.resolve(shared))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("give more digits", one.id(), other.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"second", "", " ", "abc", "0000", "bad\0name", "../missing"})
  void shouldSayWhatIsThereWhereNothingFits(String reference) {
    folder.save(checkpoint, "first");

    assertThatThrownBy(() -> folder.resolve(reference))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("There is no checkpoint", "first (" + checkpoint.id() + ")");
  }

  @Test
  void shouldSayThatTheFolderIsEmpty() {
    assertThatThrownBy(() -> folder.resolve("any")).hasMessageContaining("holds none");
  }

  @Test
  void shouldReplaceAFileAndLeaveNothingElse() throws IOException {
    folder.save(checkpoint, "latest");
    folder.save(Checkpoints.network(1), "latest");

    assertThat(folder.load("latest").id()).isEqualTo(Checkpoints.network(1).id());
    try (Stream<Path> files = Files.list(folder.path())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void shouldLeaveNothingBehindWhereItCanNotWrite() throws IOException {
    Files.createDirectories(folder.path().resolve("taken.safetensors").resolve("full"));

    assertThatThrownBy(() -> folder.save(checkpoint, "taken"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("can't be written");
    try (Stream<Path> files = Files.list(folder.path())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void shouldSayThatAFileStandsWhereItsFolderShould() throws IOException {
    Files.writeString(folder.path(), "");

    assertThatThrownBy(() -> folder.save(checkpoint, "any"))
        .hasMessageEndingWith(
            "can't be written: a file of this name exists, but a folder is needed");
    assertThatThrownBy(folder::list).hasMessageEndingWith("can't be read: not a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../up", "a/b", ".hidden", "-flag", "a b"})
  void shouldRefuseANameThatIsNoPlainFileName(String name) {
    assertThatThrownBy(() -> folder.save(checkpoint, name))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("can't be named");
  }

  @Test
  void shouldRefuseAnUnknownSuffixOnSaving() {
    assertThatThrownBy(() -> CheckpointFile.save(checkpoint, Path.of("weights.onnx")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("must end in .safetensors or .pt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pt", "a.pth", "a.pth.tar", "a.ckpt", "a.bin"})
  void shouldListAndResolveFilesOfPytorchByName(String name) {
    // given
    CheckpointFile.save(checkpoint, folder.path().resolve(name));

    // when
    Path resolved = folder.resolve("a");

    // then
    assertThat(folder.list()).extracting(StoredCheckpoint::name).containsExactly("a");
    assertThat(resolved).hasFileName(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.pt", "none.safetensors", "none"})
  void shouldSayThatAFileIsMissing(String name) {
    assertThatThrownBy(() -> CheckpointFile.load(temporary.resolve(name)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("does not exist");
  }
}
