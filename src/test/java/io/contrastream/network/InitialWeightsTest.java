package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialWeightsTest {

  @Test
  void shouldBeACheckpointOfTheNetwork() {
    assertThatCode(() -> Networks.check(InitialWeights.of(3), "the start"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"conv1.0, 25", "conv2.0, 800", "linear1.0, 1024", "linear1.3, 512"})
  void shouldFillTheRangeThatPytorchDrawsFrom(String layer, int fanIn) {
    float[] weights = FoldedWeights.floats(InitialWeights.of(3), layer + ".weight");
    double bound = 1 / Math.sqrt(fanIn);

    double largest =
        IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).max().orElse(0);
    double smallest =
        IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).min().orElse(0);

    assertThat(largest).isCloseTo(bound, within(0.02 * bound)).isLessThanOrEqualTo(bound);
    assertThat(smallest).isCloseTo(-bound, within(0.02 * bound)).isGreaterThanOrEqualTo(-bound);
  }

  @Test
  void shouldBeginASpaceIfImagesAreUntrained() {
    Checkpoint before = InitialWeights.of(3).inSpace("0123456789ab");

    Checkpoint images = InitialWeights.in(before, Networks.IMAGE, 4);
    Checkpoint captions = InitialWeights.in(before, Networks.CAPTION, 4);

    assertThat(images.spaceId()).isEqualTo(images.id());
    assertThat(captions.spaceId()).isEqualTo(before.spaceId());
  }

  @Test
  void shouldRepeatItselfForASeedOnly() {
    Checkpoint weights = InitialWeights.of(3);

    assertThat(InitialWeights.of(3).id()).isEqualTo(weights.id());
    assertThat(InitialWeights.of(4).id()).isNotEqualTo(weights.id());
  }
}
