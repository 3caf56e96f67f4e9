package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.InitialWeights;
import io.contrastream.network.PytorchFixtures;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContrastiveTrainerTest {

  /** What rounding alone may do, as a multiple of what it did in PyTorch. */
  private static final double ROUNDING = 5;

  /** Batch normalisation hides these: their gradient is rounding noise, in PyTorch too. */
  private static final Set<String> NOISE = Set.of("conv1.0.bias", "conv2.0.bias");

  @Test
  void shouldTakeTheTenStepsThatPytorchTakes() {
    JsonNode trace = PytorchFixtures.json("training.json");
    try (ContrastiveNetwork network = new ContrastiveNetwork(PytorchFixtures.network(), 0)) {
      ContrastiveTrainer trainer =
          new ContrastiveTrainer(network, new GivenPairsLoss(), new Adam(0), 1);
      double drift = 0;
      for (JsonNode step : trace.get("steps")) {
        float loss = trainer.step(batch(step), trace.get("learningRate").asDouble());

        drift = Math.max(drift, step.get("drift").asDouble());
        assertThat((double) loss)
            .isCloseTo(step.get("loss").asDouble(), within(1e-6 + ROUNDING * drift));
      }
    }
  }

  @Test
  void shouldArriveAtTheWeightsThatPytorchArrivesAt() {
    JsonNode trace = PytorchFixtures.json("training.json");
    try (ContrastiveNetwork network = new ContrastiveNetwork(PytorchFixtures.network(), 0)) {
      ContrastiveTrainer trainer =
          new ContrastiveTrainer(network, new GivenPairsLoss(), new Adam(0), 1);
      trace.get("steps").forEach(step -> trainer.step(batch(step), 0.005));

      network.weights().forEach((name, weights) -> assertLike(trace, name, weights));
    }
  }

  @Test
  void shouldRepeatItselfToTheLastBit() {
    assertThat(trained(1).id()).isEqualTo(trained(1).id());
  }

  @Test
  void shouldGoOnToTheSameWeightsFromACheckpointAndAdamsState() {
    Checkpoint half;
    Adam.State state;
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      Adam adam = new Adam(0);
      train(network, adam, 1, 0, 2);
      half = network.checkpoint(Map.of());
      state = adam.state();
    }
    try (ContrastiveNetwork network = new ContrastiveNetwork(half)) {
      train(network, new Adam(0, state), 1, 2, 3);

      assertThat(network.checkpoint(Map.of()).id()).isEqualTo(trained(1).id());
    }
  }

  @Test
  void shouldLeaveOutOthersWithAnotherSeed() {
    assertThat(trained(2).id()).isNotEqualTo(trained(1).id());
  }

  private static Checkpoint trained(long seed) {
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      train(network, new Adam(0), seed, 0, 3);
      return network.checkpoint(Map.of());
    }
  }

  private static void train(ContrastiveNetwork network, Adam adam, long seed, int from, int to) {
    JsonNode steps = PytorchFixtures.json("training.json").get("steps");
    ContrastiveTrainer trainer = new ContrastiveTrainer(network, new GivenPairsLoss(), adam, seed);
    for (int i = from; i < to; i++) {
      trainer.step(batch(steps.get(i)), 0.005);
    }
  }

  private static void assertLike(JsonNode trace, String name, FloatBuffer weights) {
    JsonNode expected = trace.get("after").get(name);
    double tolerance = 1e-5 + ROUNDING * expected.get("drift").asDouble();
    float[] first = PytorchFixtures.row(expected.get("first"));
    for (int i = 0; i < first.length && !NOISE.contains(name); i++) {
      assertThat((double) weights.get(i)).as(name).isCloseTo(first[i], within(tolerance));
    }
  }

  private static PairBatch batch(JsonNode step) {
    List<byte[]> images = PytorchFixtures.images("training-images.bin");
    List<DigitPair> pairs = new ArrayList<>();
    for (int i = 0; i < step.get("targets").size(); i++) {
      pairs.add(
          new DigitPair(
              digit(images, step.get("anchors").get(i)),
              digit(images, step.get("contrastive").get(i)),
              step.get("targets").get(i).asInt() == 1));
    }
    return PairBatch.of(pairs, PixelScaling.PLAIN);
  }

  private static Digit digit(List<byte[]> images, JsonNode index) {
    return new Digit(images.get(index.asInt()), null);
  }
}
