package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.encoding.Model;
import io.contrastream.network.InitialWeights;
import io.contrastream.network.ModelException;
import io.contrastream.processor.swap.Candidates.Bad;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.TestSettings;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointLoaderTest {
  private static final String ALL = "modalities=image,caption,sound";

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

  @ParameterizedTest
  @CsvSource({"caption, captions", "sound, sounds"})
  void shouldRefuseACollapsedEncoderOfEachModality(String modality, String inputs) {
    Checkpoint start = InitialWeights.of(1, EnumSet.allOf(Modality.class));
    Map<String, Tensor> tensors = new LinkedHashMap<>(start.tensors());
    float[] faint = new float[64 * 128];
    Arrays.fill(faint, 1e-12f); // not zero, which is refused for itself
    tensors.computeIfPresent(
        modality + ".linear1.3.weight",
        (name, old) -> Tensor.ofFloats(FloatBuffer.wrap(faint), old.shape()));
    ModelCheckpoint record = Candidates.record(new Checkpoint(tensors, Map.of()));

    assertThatThrownBy(() -> loader(ALL).load(record, record.getCheckpointId()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its encoder of %s, is collapsed: every %s has", inputs, modality);
  }

  /** Nothing could be learnt from scratch otherwise. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLoadUntrainedEncodersOfAllModalities(long seed) {
    ModelCheckpoint record =
        Candidates.record(InitialWeights.of(seed, EnumSet.allOf(Modality.class)));

    try (Model model = loader(ALL).load(record, record.getCheckpointId())) {
      assertThat(model.has(Modality.SOUND)).isTrue();
    }
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
