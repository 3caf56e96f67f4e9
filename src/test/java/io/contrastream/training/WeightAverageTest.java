package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.InitialWeights;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  private static final String WEIGHT = "linear1.3.bias";

  private final ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1));

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void shouldStartFromTheFirstWeightsItSees() {
    WeightAverage average = new WeightAverage(0.9);
    average.update(network);

    assertThat(average.checkpoint(network, Map.of()).id())
        .isEqualTo(network.checkpoint(Map.of()).id());
  }

  @Test
  void shouldForgetSlowlyOnceItHasSeenMuch() {
    WeightAverage average = new WeightAverage(0.5);
    set(1);
    for (int i = 0; i < 100; i++) {
      average.update(network);
    }
    set(3);
    average.update(network);

    assertThat(value(average)).isCloseTo(0.5f * 1 + 0.5f * 3, within(1e-5f));
  }

  @Test
  void shouldForgetQuicklyAtFirst() {
    WeightAverage average = new WeightAverage(0.999);
    set(1);
    average.update(network);
    set(3);
    average.update(network);

    assertThat(value(average)).isCloseTo(3 - 2 * 2f / 11, within(1e-5f));
  }

  @Test
  void shouldAverageBatchStatisticsToo() {
    WeightAverage average = new WeightAverage(0.5);
    average.update(network);
    network.weights().get("conv1.1.running_mean").put(0, 7);

    Checkpoint averaged = average.checkpoint(network, Map.of());

    assertThat(averaged.tensors().get("conv1.1.running_mean").data().getFloat()).isZero();
  }

  @Test
  void shouldLeaveTheNetworkAlone() {
    String before = network.checkpoint(Map.of()).id();
    WeightAverage average = new WeightAverage(0.5);
    average.update(network);
    average.update(network);

    assertThat(network.checkpoint(Map.of()).id()).isEqualTo(before);
  }

  private void set(float value) {
    network.weights().get(WEIGHT).put(0, value);
  }

  private float value(WeightAverage average) {
    return average.checkpoint(network, Map.of()).tensors().get(WEIGHT).data().getFloat();
  }
}
