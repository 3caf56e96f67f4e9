package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.testing.OwnEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnEncoderTest {
  private static final List<byte[]> IMAGES =
      List.of(OwnEncoders.pattern(0), OwnEncoders.pattern(1));

  @TempDir Path folder;

  @Test
  void shouldGiveTheVectorsOfPyTorch() {
    try (Encoder<byte[]> encoder = load(OwnEncoders.colour(1, folder))) {
      assertThat(encoder.spec().dimension()).isEqualTo(128);
      Vectors.assertClose(encoder.embed(IMAGES), OwnEncoders.expected(), 1e-5f);
    }
  }

  @Test
  void shouldGiveTheSameVectorsInBatchesOfAnySize() {
    List<byte[]> many =
        IntStream.range(0, OwnEncoder.MAX_BATCH + 3).mapToObj(i -> IMAGES.get(i % 2)).toList();

    try (Encoder<byte[]> encoder = load(OwnEncoders.colour(1, folder))) {
      float[][] vectors = encoder.embed(many);

      assertThat(vectors).hasNumberOfRows(many.size());
      Vectors.assertClose(new float[][] {vectors[258]}, encoder.embed(IMAGES.subList(0, 1)), 1e-5f);
    }
  }

  @Test
  void shouldEmbedOnSeveralThreads() {
    try (Encoder<byte[]> encoder = load(OwnEncoders.colour(1, folder))) {
      List<CompletableFuture<float[][]>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(CompletableFuture.supplyAsync(() -> encoder.embed(IMAGES)));
      }
      for (CompletableFuture<float[][]> result : results) {
        Vectors.assertClose(result.join(), OwnEncoders.expected(), 1e-5f);
      }
    }
  }

  @Test
  void shouldScaleVectorsIfAsked() throws IOException {
    Path model = OwnEncoders.colour(1, folder);
    Path description = folder.resolve("colour-1.encoder.yaml");
    Files.writeString(description, Files.readString(description) + "normalize: true\n");

    try (Encoder<byte[]> encoder = load(model)) {
      float[] vector = encoder.embed(IMAGES)[0];
      assertThat(vector).isEqualTo(CosineSimilarity.unit(vector));
    }
  }

  @Test
  void shouldRunOnnxModels() {
    assumeTrue(Engine.hasEngine("OnnxRuntime"), "This build has no ONNX Runtime (-Ponnx)");

    try (Encoder<byte[]> encoder = load(OwnEncoders.gray(1, folder))) {
      byte[] image = new byte[28 * 28];
      image[100] = 99;
      float[][] vectors = encoder.embed(List.of(image, new byte[28 * 28], image));
      assertThat(vectors).hasDimensions(3, 32);
      Vectors.assertClose(new float[][] {vectors[2]}, encoder.embed(List.of(image)), 1e-5f);
      assertThat(vectors[0]).isNotEqualTo(vectors[1]);
    }
  }

  @Test
  void shouldSayHowToRunOnnxModels() {
    assumeTrue(!Engine.hasEngine("OnnxRuntime"), "This build has ONNX Runtime");

    assertThatThrownBy(() -> load(OwnEncoders.gray(1, folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("-Ponnx");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{input.shape: [3, 32, 32], dimension: 64}                       | (2, 128) for 2 images,"
            + " not (2, 64)",
        "{input.shape: [1, 32, 32], dimension: 128}                      | expected input",
        "{input.shape: [3, 16, 16], dimension: 128}                      | fails with a batch",
        "{input.shape: [3, 32, 32], input.layout: nhwc, dimension: 128}  | expected input",
        "{input.shape: [3, 32, 32], input.type: uint8, dimension: 128}   | fails with a batch",
        "{input.shape: [3, 32, 32], output: 1, dimension: 128}           | none of index 1",
      })
  void shouldRefuseAWrongDescriptionAtTheStart(String yaml, String fault) throws IOException {
    Path model = OwnEncoders.colour(1, folder);
    Files.writeString(folder.resolve("colour-1.encoder.yaml"), yaml);

    assertThatThrownBy(() -> load(model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource({"1, NaN", "2, picky"})
  void shouldBlameAnImageThatTheModelFailsWith(byte first, String fault) {
    byte[] bad = new byte[32 * 32 * 3];
    bad[0] = first;

    try (Encoder<byte[]> encoder = load(OwnEncoders.picky(folder))) {
      assertThatThrownBy(() -> encoder.embed(List.of(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(fault);
      assertThat(encoder.embed(IMAGES)).hasDimensions(2, 4);
    }
  }

  @Test
  void shouldExplainADamagedFile() throws IOException {
    Path model = OwnEncoders.colour(1, folder);
    byte[] bytes = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> load(model)).hasMessageContaining("colour-1.pt");
  }

  @Test
  void shouldRefuseAnImageOfAnotherSize() {
    try (Encoder<byte[]> encoder = load(OwnEncoders.colour(1, folder))) {
      assertThatThrownBy(() -> encoder.embed(List.of(new byte[784])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3072");
    }
  }

  private static Encoder<byte[]> load(Path file) {
    Checkpoint checkpoint = CheckpointFile.load(file);
    return ImageEncoders.load(checkpoint, file.toString(), ForwardPath.FAST, List.of(8));
  }
}
