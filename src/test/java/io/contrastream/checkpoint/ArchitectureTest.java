package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>(Checkpoints.network(1).tensors());

  @Test
  void shouldFitTheNetworkOfPytorch() {
    Checkpoint network = PytorchFile.read(Fixtures.path("network.pt"));

    assertThatCode(() -> Networks.check(network, "network.pt")).doesNotThrowAnyException();
  }

  @Test
  void shouldHaveTheLessonsNumberOfTrainedParameters() {
    long trained =
        Networks.IMAGE.parameters().entrySet().stream()
            .filter(it -> it.getKey().endsWith("weight") || it.getKey().endsWith("bias"))
            .mapToLong(it -> it.getValue().shape().stream().reduce(1L, Math::multiplyExact))
            .sum();

    assertThat(trained).isEqualTo(609_920);
  }

  @Test
  void shouldBeRecognisedByNamesAndShapes() {
    assertThat(Networks.nameOf(tensors)).contains("contrastive-cnn-1");
  }

  @Test
  void shouldNotBeRecognisedInOtherTensors() {
    assertThat(Networks.nameOf(Checkpoints.small().tensors())).isEmpty();
  }

  @Test
  void shouldNameATensorThatIsMissing() {
    tensors.remove("conv2.0.bias");

    refused("conv2.0.bias is missing");
  }

  @Test
  void shouldNameATensorThatIsNotInTheNetwork() {
    tensors.put("linear2.bias", Checkpoints.floats(new long[] {1}, 1));

    refused("linear2.bias is not in the network");
  }

  @Test
  void shouldNameAWrongShapeAndTheRightOne() {
    tensors.put("conv2.0.bias", Checkpoints.floats(new long[] {2, 1}, 1, 2));

    refused("conv2.0.bias is F32 [2, 1], expected F32 [64]");
  }

  @Test
  void shouldNameAWrongType() {
    tensors.put("conv1.1.num_batches_tracked", Checkpoints.floats(new long[0], 3));

    refused("conv1.1.num_batches_tracked is F32 [], expected I64 []");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void shouldCountNumbersThatAreNotFinite(float odd) {
    float[] bias = new float[64];
    bias[3] = odd;
    bias[63] = odd;
    tensors.put("linear1.3.bias", Checkpoints.floats(new long[] {64}, bias));

    refused("linear1.3.bias has 2 numbers that are NaN or infinite");
  }

  @Test
  void shouldNameAVarianceBelowZero() {
    float[] variance = new float[32];
    variance[0] = -1e-3f;
    tensors.put("conv1.1.running_var", Checkpoints.floats(new long[] {32}, variance));

    refused("conv1.1.running_var has 1 variances below zero");
  }

  @ParameterizedTest
  @CsvSource({"conv1.0.weight, 32 1 5 5", "conv2.1.weight, 64", "linear1.3.weight, 64 512"})
  void shouldNameALayerThatForgetsItsInput(String name, String sizes) {
    long[] shape = Stream.of(sizes.split(" ")).mapToLong(Long::parseLong).toArray();
    float[] zeros = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    tensors.put(name, Checkpoints.floats(shape, zeros));

    refused(name + " has only zeros, so all inputs would get the same vector");
  }

  @Test
  void shouldNameAllFaultsAtOnceAndWhereTheyAre() {
    tensors.remove("conv1.0.bias");
    tensors.put("extra", Checkpoints.floats(new long[] {1}, Float.NaN));

    refused(
        "here.safetensors is not a checkpoint of the network contrastive-cnn-1: ",
        "conv1.0.bias is missing; extra is not in the network; extra has 1 numbers");
  }

  @Test
  void shouldNameOnlyTheFirstFaultsOfAnotherNetwork() {
    tensors.clear();
    tensors.put("fc.weight", Checkpoints.floats(new long[] {1}, 1));

    refused("conv1.1.bias is missing; and 15 more");
  }

  private void refused(String... faults) {
    Checkpoint checkpoint = new Checkpoint(tensors, Map.of());

    assertThatThrownBy(() -> Networks.check(checkpoint, "here.safetensors"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(faults);
  }
}
