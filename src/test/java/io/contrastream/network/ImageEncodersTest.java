package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageEncodersTest {
  private static Encoder<byte[]> fast;
  private static Encoder<byte[]> plain;

  @BeforeAll
  static void load() {
    fast = load(PytorchFixtures.network(), ForwardPath.FAST);
    plain = load(PytorchFixtures.network(), ForwardPath.PLAIN);
  }

  @AfterAll
  static void close() {
    fast.close();
    plain.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 300})
  void shouldGiveTheSameVectorsOnBothPaths(int batch) {
    List<byte[]> images = noise(batch);

    Vectors.assertClose(fast.embed(images), plain.embed(images), 1e-5f);
  }

  @Test
  void shouldGiveTheVectorsThatPytorchGivesOnTheFastPath() {
    float[][] expected =
        PytorchFixtures.floats(PytorchFixtures.json("embeddings.json").get("embeddings"));

    Vectors.assertClose(fast.embed(PytorchFixtures.images("images.bin")), expected, 1e-5f);
  }

  @Test
  void shouldGiveTheSameVectorsOnThePathForOtherDevices() {
    List<byte[]> images = noise(300);

    try (Encoder<byte[]> other =
        new DeviceImageEncoder(PytorchFixtures.network(), LibTorch.newManager())) {
      Vectors.assertClose(other.embed(images), plain.embed(images), 1e-5f);
    }
  }

  @Test
  void shouldRefuseAGpuThatIsNotThere() {
    assertThatThrownBy(
            () ->
                ImageEncoders.load(
                    PytorchFixtures.network(), "a test", ForwardPath.FAST, "gpu:99", List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.device=cpu");
  }

  @Test
  void shouldKeepTheOrderOfABatchThatItCutsUp() {
    List<byte[]> images = noise(2 * BatchingEncoder.MAX_BATCH + 3);

    float[][] vectors = fast.embed(images);

    int last = images.size() - 1;
    Vectors.assertClose(
        new float[][] {vectors[last]}, fast.embed(images.subList(last, last + 1)), 1e-5f);
  }

  @Test
  void shouldServeSeveralThreadsAtOnce() {
    List<byte[]> images = noise(64);
    float[][] alone = fast.embed(images);

    List<float[][]> together =
        IntStream.range(0, 8).parallel().mapToObj(i -> fast.embed(images)).toList();

    assertThat(together).allSatisfy(vectors -> assertThat(vectors).isDeepEqualTo(alone));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameItsCheckpoint(ForwardPath path) {
    Encoder<byte[]> model = path == ForwardPath.FAST ? fast : plain;

    assertThat(model.checkpointId()).isEqualTo(PytorchFixtures.network().id());
    assertThat(model.spec().dimension()).isEqualTo(64);
  }

  @Test
  void shouldRefuseACheckpointWithoutOneOfItsTensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(PytorchFixtures.network().tensors());
    tensors.remove("linear1.3.bias");

    assertThatThrownBy(() -> load(new Checkpoint(tensors, Map.of()), ForwardPath.FAST))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("test.safetensors")
        .hasMessageContaining("linear1.3.bias");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWeightsWhoseVectorsAreNotFinite(ForwardPath path) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(PytorchFixtures.network().tensors());
    ByteBuffer huge = ByteBuffer.allocate(512 * 1024 * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (huge.hasRemaining()) {
      huge.putFloat(1e38f);
    }
    long[] shape = {512, 1024};
    tensors.put("linear1.0.weight", new Tensor(Tensor.Type.F32, shape, huge.flip()));

    assertThatThrownBy(() -> load(new Checkpoint(tensors, Map.of()), path))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("test.safetensors")
        .hasMessageContaining("infinite");
  }

  @Test
  void shouldRefuseAnImageOfAnotherSize() {
    List<byte[]> images = List.of(new byte[Digit.PIXELS], new byte[100]);

    assertThatThrownBy(() -> fast.embed(images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("784")
        .hasMessageContaining("100");
  }

  @Test
  void shouldRefuseAnEmptyBatch() {
    assertThatThrownBy(() -> fast.embed(Collections.emptyList()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Encoder<byte[]> load(Checkpoint checkpoint, ForwardPath path) {
    return ImageEncoders.load(checkpoint, "test.safetensors", path, List.of(1, 8));
  }

  private static List<byte[]> noise(int n) {
    Random random = new Random(n);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      byte[] pixels = new byte[Digit.PIXELS];
      random.nextBytes(pixels);
      images.add(pixels);
    }
    return images;
  }
}
