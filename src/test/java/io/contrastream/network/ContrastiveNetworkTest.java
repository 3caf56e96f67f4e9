package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.image.Digit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContrastiveNetworkTest {
  private static final String COUNTER = "conv2.1.num_batches_tracked";

  @Test
  void shouldTrain609920Numbers() {
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      long numbers = network.trainedWeights().stream().mapToLong(NDArray::size).sum();

      assertThat(numbers).isEqualTo(609_920);
    }
  }

  @Test
  void shouldGiveTheVectorsThatPytorchGives() {
    List<byte[]> images = PytorchFixtures.images("images.bin");
    float[][] expected =
        PytorchFixtures.floats(PytorchFixtures.json("embeddings.json").get("embeddings"));

    try (PlainImageEncoder embedder = new PlainImageEncoder(PytorchFixtures.network())) {
      Vectors.assertClose(embedder.embed(images), expected, 1e-5f);
    }
  }

  @Test
  void shouldKeepEveryTensorFromLoadingToSaving() {
    Checkpoint checkpoint = PytorchFixtures.network();

    try (ContrastiveNetwork network = new ContrastiveNetwork(checkpoint)) {
      Checkpoint saved = network.checkpoint(Map.of());

      assertThat(saved.id()).isEqualTo(checkpoint.id());
      assertThat(saved.tensors().keySet()).containsExactlyElementsOf(checkpoint.tensors().keySet());
    }
  }

  @Test
  void shouldCountTheBatchesThatItIsTrainedOn() {
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      forward(network, true);
      forward(network, true);

      Tensor counter = network.checkpoint(Map.of()).tensors().get(COUNTER);
      assertThat(counter.data().getLong()).isEqualTo(2);
    }
  }

  @Test
  void shouldMoveItsStatisticsInTraining() {
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      forward(network, true);

      float mean = network.weights().get("conv1.1.running_mean").get(0);
      assertThat(mean).isNotZero();
    }
  }

  @Test
  void shouldChangeNothingInEvaluation() {
    Checkpoint checkpoint = PytorchFixtures.network();
    try (ContrastiveNetwork network = new ContrastiveNetwork(checkpoint)) {
      forward(network, false);

      assertThat(network.checkpoint(Map.of()).id()).isEqualTo(checkpoint.id());
    }
  }

  @Test
  void shouldLeaveOutAtRandomInTrainingOnly() {
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      assertThat(forward(network, true)).isNotEqualTo(forward(network, true));
      assertThat(forward(network, false)).isEqualTo(forward(network, false));
    }
  }

  private static float[] forward(ContrastiveNetwork network, boolean training) {
    float[] pixels = new float[2 * Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i);
    }
    try (NDManager scope = network.newScope()) {
      NDArray images = NativeFloats.create(scope, pixels, network.batchShape(2));
      return NativeFloats.copy(network.forward(images, training));
    }
  }
}
