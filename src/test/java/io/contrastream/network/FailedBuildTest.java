package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a model can't be built, its native memory is freed: the next checkpoint will be tried. */
class FailedBuildTest {

  private interface Build {
    AutoCloseable of(Checkpoint checkpoint, NDManager manager);
  }

  static Stream<Build> builds() {
    return Stream.concat(Stream.of(FoldedImageEncoder::new), buildsOnAnyManager());
  }

  static Stream<Build> buildsOnAnyManager() {
    return Stream.of(
        DeviceImageEncoder::new,
        (checkpoint, manager) -> new ContrastiveNetwork(Networks.IMAGE, checkpoint, 0, manager));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void shouldFreeWhatItHasWhereATensorIsMissing(Build build) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(PytorchFixtures.network().tensors());
    tensors.put("misnamed", tensors.remove("linear1.3.weight"));
    Checkpoint damaged = new Checkpoint(tensors, Map.of());
    NDManager manager = LibTorch.newManager();

    assertThatThrownBy(() -> build.of(damaged, manager)).isInstanceOf(RuntimeException.class);

    assertThat(manager.isOpen()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("buildsOnAnyManager")
  void shouldFreeWhatItHasWhereMemoryRunsOut(Build build) {
    AtomicBoolean closed = new AtomicBoolean();

    assertThatThrownBy(() -> build.of(PytorchFixtures.network(), outOfMemory(closed)))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(closed).isTrue();
  }

  @Test
  void shouldFreeAModelThatFailsItsWarmUp() {
    AtomicBoolean closed = new AtomicBoolean();
    Encoder<byte[]> model = modelForBatchesOfTwo(closed);

    assertThatThrownBy(() -> ImageEncoders.tryOut(model, "a test", List.of(1)))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(closed).isTrue();
  }

  private static NDManager outOfMemory(AtomicBoolean closed) {
    return (NDManager)
        Proxy.newProxyInstance(
            NDManager.class.getClassLoader(),
            new Class<?>[] {NDManager.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.set(true);
                return null;
              }
              throw new OutOfMemoryError("of a test");
            });
  }

  private static Encoder<byte[]> modelForBatchesOfTwo(AtomicBoolean closed) {
    return new Encoder<byte[]>() {
      @Override
      public String checkpointId() {
        return "model";
      }

      @Override
      public EncoderSpec spec() {
        return Networks.IMAGE.spec();
      }

      @Override
      public float[][] embed(List<byte[]> images) {
        if (images.size() != 2) {
          throw new OutOfMemoryError("of a test");
        }
        return new float[2][1];
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }
}
