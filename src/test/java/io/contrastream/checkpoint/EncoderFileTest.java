package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.schema.Modality;
import io.contrastream.testing.OwnEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderFileTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void copyAModel() {
    model = OwnEncoders.colour(1, folder);
  }

  @Test
  void shouldBeACheckpointWithoutTensors() {
    Checkpoint checkpoint = CheckpointFile.load(model);

    assertThat(checkpoint.file()).isPresent();
    assertThat(checkpoint.tensors()).isEmpty();
    assertThat(checkpoint.metadata())
        .containsEntry("model", "TorchScript, colour-1.pt")
        .containsEntry("dimension", "128");
    assertThat(Networks.has(checkpoint, Modality.IMAGE)).isTrue();
    assertThat(Networks.has(checkpoint, Modality.CAPTION)).isFalse();
    assertThat(new CheckpointFolder(folder).load(checkpoint.id())).isEqualTo(checkpoint);
  }

  @Test
  void shouldBeAnotherCheckpointWithAnotherDescription() throws IOException {
    String before = CheckpointFile.load(model).id();
    Path description = folder.resolve("colour-1.encoder.yaml");
    Files.writeString(description, Files.readString(description) + "normalize: true\n");

    assertThat(CheckpointFile.load(model).id()).isNotEqualTo(before);
  }

  @Test
  void shouldSayHowToDescribeAModel() throws IOException {
    Files.delete(folder.resolve("colour-1.encoder.yaml"));

    assertThatThrownBy(() -> CheckpointFile.load(model))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(
            "TorchScript", "colour-1.encoder.yaml", "contrastream encoders check", "--write");
  }

  @Test
  void shouldTakeTheDescriptionThatAllModelsOfAFolderShare() throws IOException {
    Files.move(folder.resolve("colour-1.encoder.yaml"), folder.resolve("encoder.yaml"));

    assertThat(CheckpointFile.load(model).file()).isPresent();
  }

  @Test
  void shouldRefuseToTrainOrExportIt() {
    Checkpoint checkpoint = CheckpointFile.load(model);

    assertThatThrownBy(() -> Networks.check(checkpoint, "It"))
        .hasMessageContaining("can't be trained");
    assertThatThrownBy(() -> CheckpointFile.save(checkpoint, folder.resolve("other.safetensors")))
        .hasMessageContaining("copy the file itself");
  }

  @Test
  void shouldFindTheFileThatARecordNames() {
    EncoderFile published = CheckpointFile.load(model).file().orElseThrow();

    assertThat(find("colour-1.pt", published.sha256())).isEqualTo(published);
    assertThatThrownBy(() -> find("missing.pt", published.sha256()))
        .hasMessageContainingAll("missing.pt", "model.checkpoints.dir");
    assertThatThrownBy(() -> find("colour-1.pt", "0".repeat(64)))
        .hasMessageContainingAll("SHA-256", published.sha256());
    for (String path : new String[] {"../colour-1.pt", "/etc/passwd", "", ".hidden", "a/b.pt"}) {
      assertThatThrownBy(() -> find(path, published.sha256()))
          .hasMessageContaining("use letters, digits");
    }
  }

  private EncoderFile find(String name, String sha256) {
    String description = CheckpointFile.load(model).file().orElseThrow().description().yaml();
    return EncoderFile.find(
        name, EncoderFile.Kind.TORCHSCRIPT, sha256, description, folder, "The record");
  }
}
