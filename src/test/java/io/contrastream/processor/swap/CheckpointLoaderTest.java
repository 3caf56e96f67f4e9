package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.encoding.Model;
import io.contrastream.processor.swap.Candidates.Bad;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.TestSettings;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointLoaderTest {
  @TempDir Path folder;

  @Test
  void shouldLoadAGoodCheckpoint() {
    ModelCheckpoint record = Candidates.good(1);

    try (Model model = loader("model.path=fast").load(record, record.getCheckpointId())) {
      assertThat(model.checkpointId()).isEqualTo(record.getCheckpointId());
    }
  }

  @Test
  void shouldPassTheSelfTestOnTheOtherForwardPath() {
    ModelCheckpoint record = Candidates.good(1);

    try (Model model = loader("model.path=plain").load(record, record.getCheckpointId())) {
      assertThat(model.checkpointId()).isEqualTo(record.getCheckpointId());
    }
  }

  @ParameterizedTest
  @MethodSource("badOnes")
  void shouldRefuseEachBadCheckpointForItsReason(Bad bad) {
    assertThatThrownBy(() -> loader("model.path=fast").load(bad.record(), bad.id()))
        .hasMessageContaining(bad.reason())
        .hasMessageContaining(bad.id());
  }

  static Stream<Bad> badOnes() {
    return Candidates.bad().filter(bad -> bad.record() != null);
  }

  @Test
  void shouldSaveCheckpointsIfEnabled() {
    ModelCheckpoint record = Candidates.good(1);

    loader("checkpoints.save=true").load(record, record.getCheckpointId()).close();

    assertThat(folder.resolve(record.getCheckpointId() + ".safetensors")).exists();
  }

  @Test
  void shouldSaveNothingByDefault() {
    ModelCheckpoint record = Candidates.good(1);

    loader("checkpoints.save=false").load(record, record.getCheckpointId()).close();

    assertThat(folder).isEmptyDirectory();
  }

  private CheckpointLoader loader(String setting) {
    return new CheckpointLoader(TestSettings.of(setting, "model.checkpoints.dir=" + folder));
  }
}
