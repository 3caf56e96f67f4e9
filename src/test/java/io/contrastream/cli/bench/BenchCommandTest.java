package io.contrastream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.cli.Run;
import io.contrastream.network.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir private static Path folder;
  private static String checkpoint;

  @BeforeAll
  static void writeCheckpoint() throws IOException {
    Path file =
        Files.write(folder.resolve("m.safetensors"), Safetensors.encode(InitialWeights.of(1)));
    checkpoint = "model.checkpoint=" + file;
  }

  @Test
  void shouldMeasureThePipelineFromTopicToTopic() throws IOException {
    // when
    Run run =
        Run.of(
            "bench",
            "pipeline",
            "--seconds",
            "1",
            "--pairs",
            "--commit-interval",
            "50ms",
            "--partitions",
            "2",
            "--json",
            "--set",
            checkpoint);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    JsonNode figures = new ObjectMapper().readTree(run.out());
    assertThat(figures.at("/imagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/rawImagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/ratio").asDouble()).isBetween(0.01, 2.0);
    assertThat(figures.at("/batchSize/mean").asDouble()).isPositive(); // an estimate
    assertThat(figures.at("/batchSize/max").asDouble()).isBetween(1.0, 128.0);
    assertThat(figures.at("/latencyMs/p50").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(figures.at("/latencyMs/p95").asDouble());
    assertThat(figures.at("/latencyMs/p99").asDouble())
        .isLessThanOrEqualTo(figures.at("/latencyMs/max").asDouble());
    assertThat(figures.at("/settings/pairs").asBoolean()).isTrue();
    assertThat(figures.at("/settings/guarantee").asText()).isEqualTo("exactly_once_v2");
    assertThat(figures.at("/settings/commitIntervalMs").asInt()).isEqualTo(50);
    assertThat(figures.at("/settings/partitions").asInt()).isEqualTo(2);
  }

  @Test
  void shouldMeasureTheDashboard() throws IOException {
    // when
    Run run = Run.of("bench", "dashboard", "--seconds", "5", "--json", "--set", checkpoint);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.out());
    assertThat(figures.at("/without/imagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/with/imagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/cost").isNumber()).isTrue();
    assertThat(figures.at("/newsBytesPerSecond").asDouble()).isPositive();
  }

  @Test
  void shouldMeasureTheEmbedder() throws IOException {
    // when
    Run run =
        Run.of(
            "bench",
            "embed",
            "--seconds",
            "1",
            "--batches",
            "1,32",
            "--threads",
            "1",
            "--json",
            "--set",
            checkpoint);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.out()).at("/figures");
    assertThat(figures).hasSize(4);
    assertThat(figures)
        .allSatisfy(figure -> assertThat(figure.at("/imagesPerSecond").asDouble()).isPositive());
    assertThat(figures.get(0).at("/path").asText()).isEqualTo("FAST");
  }

  @Test
  void shouldPrintATableOfTheEmbedder() {
    // when
    Run run =
        Run.of(
            "bench",
            "embed",
            "--seconds",
            "1",
            "--batches",
            "8",
            "--threads",
            "1,2",
            "--set",
            checkpoint);

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().skip(2))
        .satisfiesExactly(
            heading ->
                assertThat(heading)
                    .containsSubsequence(
                        "batch", "fast, 1 thread", "fast, 2 threads", "plain, 1 thread"),
            row -> assertThat(row).matches(" +8( +\\d+){4}"));
  }

  @Test
  void shouldCountEveryOutputDuringSwaps() throws IOException {
    // when
    Run run = Run.of("bench", "swap", "--swaps", "6", "--every", "200ms", "--json");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.out());
    assertThat(figures.at("/swaps").asInt()).isEqualTo(6);
    assertThat(figures.at("/images").asLong()).isPositive();
    for (String count : new String[] {"lost", "doubled", "mixed"}) {
      assertThat(figures.at("/counts/" + count).asLong(-1)).as(count).isZero();
    }
    assertThat(figures.at("/alone/imagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/swapping/imagesPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/announcedMs/p50").asDouble()).isPositive();
    assertThat(figures.at("/settings/everyMs").asInt()).isEqualTo(200);
  }

  @Test
  void shouldMeasureTheIndex() throws IOException {
    // when
    Run run = Run.of("bench", "index", "--vectors", "3000", "--queries", "20", "--json");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.out());
    assertThat(figures.at("/vectors").asInt()).isEqualTo(3000);
    assertThat(figures.at("/recall").asDouble()).isEqualTo(1);
    assertThat(figures.at("/loadSeconds").asDouble()).isPositive();
    assertThat(figures.at("/p50Ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(figures.at("/p99Ms").asDouble());
  }

  @Test
  void shouldRefuseMoreVectorsThanTheSourceHas() {
    // when
    Run run = Run.of("bench", "index", "--vectors", "1600", "--source", "drawn:1000");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("'drawn:1000' has 1000 digits").contains("need 1300");
  }

  @Test
  void shouldRefuseAnIntervalThatIsNotATime() {
    // when
    Run run = Run.of("bench", "swap", "--every", "soon");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'soon' is not a time").doesNotContain("Starting");
  }

  @Test
  void shouldMeasureTraining() throws IOException {
    // when
    Run run = Run.of("bench", "train", "--seconds", "1", "--batches", "2,16", "--json");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.out()).at("/figures");
    assertThat(figures).hasSize(2);
    assertThat(figures)
        .allSatisfy(figure -> assertThat(figure.at("/pairsPerSecond").asDouble()).isPositive());
    assertThat(figures.get(1).at("/batch").asInt()).isEqualTo(16);
  }

  @Test
  void shouldRefuseToTrainOnOnePair() {
    // when
    Run run = Run.of("bench", "train", "--batches", "1");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--batches must be between 2 and 4096, not 1");
  }

  @Test
  void shouldRefuseToMeasureForZeroSeconds() {
    // when
    Run run = Run.of("bench", "pipeline", "--seconds", "0");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--seconds must be between 1 and 300, not 0");
  }

  @Test
  void shouldRefusePairsOfCaptions() {
    // when
    Run run = Run.of("bench", "pipeline", "--modality", "caption", "--pairs");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--pairs is for images, not for --modality caption");
  }

  @Test
  void shouldRefuseABatchOfZero() {
    // when
    Run run = Run.of("bench", "embed", "--batches", "8,0");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--batches must be between 1 and 4096, not 0");
  }

  @Test
  void shouldRefuseAnInvalidSettingBeforeStarting() {
    // when
    Run run = Run.of("bench", "pipeline", "--guarantee", "twice");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("stream.guarantee").doesNotContain("Starting");
  }

  @Test
  void shouldReportAMissingCheckpointBeforeStarting() {
    // when
    Run run = Run.of("bench", "pipeline", "--set", "model.checkpoint=none");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("'none'").doesNotContain("Starting");
  }
}
