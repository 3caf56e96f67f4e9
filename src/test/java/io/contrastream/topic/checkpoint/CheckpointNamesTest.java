package io.contrastream.topic.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.ModelCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointNamesTest {
  @TempDir private Path folder;

  private final CheckpointHistory history = new CheckpointHistory(Records.MODEL);

  @Test
  void shouldCallACheckpointByItsFileOrByItsTrainerAndStep() {
    String first = InitialWeights.of(1).id();
    String second = InitialWeights.of(2).id();
    new CheckpointFolder(folder).save(InitialWeights.of(1), "first");
    new CheckpointFolder(folder).save(InitialWeights.of(2), second);
    add(Records.checkpoint("imported"));
    add(trained(first));
    add(trained(second));

    Map<String, String> names = names().of(history);

    assertThat(names).isEqualTo(Map.of(first, "first", second, "trainer-1200"));
  }

  @Test
  void shouldNoticeFilesThatComeAndGo() throws Exception {
    CheckpointNames names = names();
    assertThat(names.of(history)).isEmpty();

    Path file = new CheckpointFolder(folder).save(InitialWeights.of(1), "first");
    assertThat(names.of(history)).containsValue("first");

    Files.delete(file);
    assertThat(names.of(history)).isEmpty();
  }

  @Test
  void shouldDoWithoutAFolderAndWithoutFilesThatAreDamaged() throws Exception {
    CheckpointNames missing = new CheckpointNames(new CheckpointFolder(folder.resolve("missing")));
    Files.writeString(folder.resolve("damaged.safetensors"), "nothing");

    assertThat(missing.of(history)).isEmpty();
    assertThat(names().of(history)).isEmpty();
  }

  private CheckpointNames names() {
    return new CheckpointNames(new CheckpointFolder(folder));
  }

  private static ModelCheckpoint trained(String id) {
    ModelCheckpoint record = Records.checkpoint(id);
    record
        .getWeights()
        .setLineage(new CheckpointLineage("trainer", 1200L, 0L, List.of(), null, Map.of()));
    return record;
  }

  private void add(ModelCheckpoint record) {
    String id = record.getCheckpointId();
    assertThat(history.add(CheckpointKey.ofCheckpoint(Records.MODEL, id), record, 0)).isTrue();
  }
}
