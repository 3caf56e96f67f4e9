package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fit --modality} and {@code evaluate --across}. */
class AcrossTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void shouldTrainBothModalitiesOneAfterTheOtherAndMeasureThem() throws Exception {
    // given
    Path images = Fixtures.checkpoint(folder);

    // when
    Run captions =
        fit("caption", images, "worded:300", "--epochs", "2", "--validation", "20", "--json");
    Path first = Path.of(JSON.readTree(captions.out()).get("file").asText());
    Run sounds = fit("sound", first, "spoken:40", "--epochs", "1", "--batch", "10", "--json");
    JsonNode trained = JSON.readTree(sounds.out());
    Path both = Path.of(trained.get("file").asText());
    Run evaluation =
        Run.of(
            "evaluate",
            "--across",
            "--checkpoint",
            both.toString(),
            "--source",
            "drawn:40",
            "--sounds",
            "spoken:20",
            "--captions",
            "unseen:30",
            "--json");

    // then
    assertThat(captions.exitCode()).as(captions.err()).isZero();
    assertThat(sounds.exitCode()).as(sounds.err()).isZero();
    assertThat(trained.get("steps").asInt()).isEqualTo(4);
    Checkpoint checkpoint = CheckpointFile.load(both);
    assertThat(checkpoint.id()).isEqualTo(trained.get("checkpoint").asText());
    assertThat(Networks.has(checkpoint, Modality.CAPTION)).isTrue();
    assertThat(imagesOnly(checkpoint).id()).isEqualTo(CheckpointFile.load(images).id());
    assertThat(checkpoint.metadata())
        .containsEntry("caption.source", "worded:300")
        .containsEntry("sound.source", "spoken:40")
        .containsEntry("made.by", "a test");
    assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
    JsonNode figures = JSON.readTree(evaluation.out());
    assertThat(figures.get("images").asInt()).isEqualTo(40);
    assertThat(figures.get("soundNearestCentre").asDouble()).isBetween(0.0, 1.0);
    for (String search :
        List.of("soundToImage", "imageToSound", "captionToImage", "imageToCaption")) {
      assertThat(figures.get(search).get("r1").asDouble()).isBetween(0.0, 1.0);
      assertThat(figures.get(search).get("p10").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void shouldSayHowToGetAnEncoderThatIsMissing() throws Exception {
    // given
    Path images = Fixtures.checkpoint(folder);

    // when
    Run run =
        Run.of(
            "evaluate",
            "--across",
            "--checkpoint",
            images.toString(),
            "--source",
            "drawn:40",
            "--sounds",
            "spoken:20");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("has no encoder of sounds; train one with: contrastream fit --modality sound");
  }

  @Test
  void shouldRefuseOptionsThatHaveNoEffect() throws Exception {
    // when
    Run schedule = fit("caption", Fixtures.checkpoint(folder), "worded:300", "--gamma", "0.5");
    Run alone = Run.of("evaluate", "--source", "drawn:40", "--captions", "unseen:20");
    Run nothing = Run.of("evaluate", "--source", "drawn:40", "--across");

    // then
    assertThat(schedule.exitCode()).isEqualTo(2);
    assertThat(schedule.err()).contains("--gamma is for images only");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("--across needs --sounds, --captions or both");
  }

  @Test
  void shouldRefuseTooFewInputs() throws Exception {
    // given
    Path images = Fixtures.checkpoint(folder);

    // when
    Run one = fit("sound", images, "spoken:1");
    Run none = fit("sound", images, "spoken:20", "--validation", "0");
    Path captions = folder.resolve("captions.safetensors");
    CheckpointFile.save(
        InitialWeights.in(CheckpointFile.load(images), Networks.CAPTION, 2), captions);
    Run five = evaluate(captions, "--captions", "unseen:5");

    // then
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(one.err()).contains("'spoken:1' has 1 inputs: too few to hold out 1");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--validation must be at least 1, not 0");
    assertThat(five.exitCode()).isEqualTo(1);
    assertThat(five.err()).contains("'unseen:5' has 5 inputs; the ten nearest are looked for");
  }

  @Test
  void shouldRefuseCaptionsWithoutLabelsBeforeTheTraining() throws Exception {
    // given
    Path file =
        Files.writeString(folder.resolve("captions.txt"), "7\tseven\n".repeat(40) + "8 eight\n");

    // when
    Run run = fit("caption", Fixtures.checkpoint(folder), "txt:" + file);

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("1 of ", "have no label").doesNotContain("Step");
  }

  @ParameterizedTest
  @CsvSource({
    "--batch, 0, batch size must be at least 2",
    "--epochs, 0, epochs must be at least 1",
    "--temperature, 0, temperature must be above 0",
    "--learning-rate, 0, learning rate must be above 0"
  })
  void shouldRefuseSettingsOutOfRange(String option, String value, String message) {
    // when
    Run run = fit("caption", Fixtures.checkpoint(folder), "worded:300", option, value);

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private static Run evaluate(Path checkpoint, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--across",
                "--checkpoint",
                checkpoint.toString(),
                "--source",
                "drawn:40"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static Checkpoint imagesOnly(Checkpoint checkpoint) {
    Map<String, Tensor> tensors = new HashMap<>(checkpoint.tensors());
    tensors.keySet().removeIf(name -> !Networks.ownerOf(name).equals(Networks.IMAGE));
    return new Checkpoint(tensors, Map.of());
  }

  private Run fit(String modality, Path against, String source, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "fit",
                "--modality",
                modality,
                "--against",
                against.toString(),
                "--source",
                source,
                "--images",
                "drawn:60",
                "--out",
                folder.resolve(modality).toString()));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }
}
