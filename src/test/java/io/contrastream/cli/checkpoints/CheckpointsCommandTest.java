package io.contrastream.cli.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsCommandTest {
  @TempDir Path folder;

  @Test
  void shouldListIdAndFile() {
    // given
    Path file = Fixtures.checkpoint(folder);

    // when
    Run run = Run.of("checkpoints", "list", "--dir", folder.toString());

    // then
    assertThat(run.out())
        .contains(CheckpointFile.load(file).id())
        .contains("untrained.safetensors");
  }

  @Test
  void shouldListWhatIsWrongWithAnInvalidFile() throws Exception {
    // given
    Files.writeString(folder.resolve("broken.safetensors"), "no weights");

    // when
    Run run = Run.of("checkpoints", "list", "--dir", folder.toString());

    // then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("(invalid)").contains("broken.safetensors: ");
  }

  @Test
  void shouldShowIdentityMetadataAndTensors() {
    // given
    Path file = Fixtures.checkpoint(folder);

    // when
    Run run = Run.of("checkpoints", "show", file.toString());

    // then
    assertThat(run.out())
        .containsPattern("id +" + CheckpointFile.load(file).id())
        .containsPattern("architecture +contrastive-cnn-1")
        .containsPattern("made.by +a test")
        .containsPattern("linear1.3.weight +F32 +\\[64, 512\\]");
  }

  @Test
  void shouldPrintJson() throws Exception {
    // given
    Path file = Fixtures.checkpoint(folder);
    String id = CheckpointFile.load(file).id();
    Files.writeString(folder.resolve("broken.safetensors"), "no weights");

    // when
    List<JsonNode> listed = json("checkpoints", "list", "--dir", folder.toString(), "--json");
    JsonNode shown = json("checkpoints", "show", file.toString(), "--json").get(0);
    String out = folder.resolve("out.pt").toString();
    JsonNode exported =
        json("checkpoints", "export", file.toString(), "--out", out, "--json").get(0);

    // then
    assertThat(listed).hasSize(2);
    assertThat(listed)
        .extracting(it -> it.path("id").asText())
        .containsExactlyInAnyOrder(id, "null");
    assertThat(listed).filteredOn(it -> it.path("fault").isTextual()).hasSize(1);
    assertThat(shown.path("metadata").path("made.by").asText()).isEqualTo("a test");
    assertThat(shown.path("tensors").findValuesAsText("name")).contains("linear1.3.weight");
    assertThat(exported).hasToString("{\"id\":\"%s\",\"file\":\"%s\"}".formatted(id, out));
  }

  private static List<JsonNode> json(String... command) throws Exception {
    Run run = Run.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> objects = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      objects.add(new ObjectMapper().readTree(line));
    }
    return objects;
  }

  /** PyTorch refuses names that a network does not have. */
  @Test
  void shouldExportOneNetworkWithoutThePrefixOfItsNames() {
    // given
    Path file = folder.resolve("all.safetensors");
    Checkpoint all = InitialWeights.of(1, EnumSet.allOf(Modality.class));
    CheckpointFile.save(all, file);
    Path images = folder.resolve("images.pt");
    Path captions = folder.resolve("captions.safetensors");
    Path whole = folder.resolve("whole.safetensors");

    // when
    export(file, images);
    export(file, captions, "--modality", "caption");
    export(file, whole);

    // then
    assertThat(CheckpointFile.load(images).id()).isEqualTo(InitialWeights.of(1).id());
    assertThat(CheckpointFile.load(captions).tensors())
        .containsOnlyKeys(
            "bag.weight",
            "linear1.0.weight",
            "linear1.0.bias",
            "linear1.3.weight",
            "linear1.3.bias");
    assertThat(CheckpointFile.load(whole).id()).isEqualTo(all.id());
  }

  private static void export(Path file, Path out, String... more) {
    List<String> command = new ArrayList<>(List.of("checkpoints", "export", file.toString()));
    command.addAll(List.of("--out", out.toString()));
    command.addAll(List.of(more));
    Run run = Run.of(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void shouldImportAnExportedPytorchFile() {
    // given
    Path file = Fixtures.checkpoint(folder);
    Path exported = folder.resolve("exported.pt");
    Path imports = folder.resolve("imports");

    // when
    Run export = Run.of("checkpoints", "export", file.toString(), "--out", exported.toString());
    Run read = importFile(exported, imports);

    // then
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(CheckpointFile.load(imports.resolve("exported.safetensors")).id())
        .isEqualTo(CheckpointFile.load(file).id());
  }

  @ParameterizedTest
  @CsvSource({
    "best.pth, best",
    "best.pth.tar, best",
    "epoch=3-step=100.ckpt, epoch-3-step-100",
    "pytorch_model.bin, pytorch_model",
    "network (1).pt, network-1-",
  })
  void shouldImportWrappedWeightsUnderAnyNameAndSaySo(String name, String saved) {
    // given
    Checkpoint plain = InitialWeights.of(1);
    Map<String, Tensor> wrapped = new LinkedHashMap<>();
    plain.tensors().forEach((each, tensor) -> wrapped.put("module." + each, tensor));
    wrapped.remove("module.conv1.1.num_batches_tracked");
    CheckpointFile.save(new Checkpoint(wrapped, Map.of()), folder.resolve(name));
    Path imports = folder.resolve("imports");

    // when
    Run run = importFile(folder.resolve(name), imports);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines())
        .containsExactly(
            "Note: prefix 'module.' removed; conv1.1.num_batches_tracked is missing, taken as 0");
    assertThat(CheckpointFile.load(imports.resolve(saved + ".safetensors")).id())
        .isEqualTo(plain.id());
  }

  @Test
  void shouldNotReplaceACheckpointUnlessForced() {
    // given
    Path file = Fixtures.checkpoint(folder);

    // when
    Run run = importFile(file, folder);

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--force");
  }

  @Test
  void shouldReportAnUnknownCheckpoint() {
    // when
    Run run = Run.of("checkpoints", "show", "none", "--set", "model.checkpoints.dir=" + folder);

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("'none'");
  }

  @Test
  void shouldCompareEmbeddings() {
    // given
    String untrained = Fixtures.checkpoint(folder).toString();
    Path other = folder.resolve("other.safetensors");
    CheckpointFile.save(InitialWeights.of(2), other);

    // when
    Run same = Run.of("checkpoints", "diff", untrained, untrained, "--images", "60");
    Run run = Run.of("checkpoints", "diff", untrained, other.toString(), "--images", "60");

    // then
    assertThat(same.out()).contains("mean 1.0000", "can stay");
    assertThat(run.out()).contains("must be rebuilt");
  }

  @Test
  void shouldRefuseToCompareOnTooFewImages() {
    // given
    String file = Fixtures.checkpoint(folder).toString();

    // when
    Run run = Run.of("checkpoints", "diff", file, file, "--images", "10");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--images must be between 50 and 20000, not 10");
  }

  private static Run importFile(Path file, Path into) {
    return Run.of(
        "checkpoints", "import", file.toString(), "--set", "model.checkpoints.dir=" + into);
  }
}
