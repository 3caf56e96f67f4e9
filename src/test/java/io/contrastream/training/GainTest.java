package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.similarity.LossSums;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GainTest {
  private static final int PAIRS = 1000;

  @Test
  void shouldNotTakeChanceForAGain() {
    int gains = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      GateMetrics one = metrics(i -> 0.9 + 0.1 * random.nextGaussian());
      GateMetrics other = metrics(i -> 0.9 + 0.1 * random.nextGaussian());
      gains += Gain.ofLoss(one, other).exceeds(0) ? 1 : 0;
    }

    assertThat(gains).isLessThan(15); // 4.6 are expected
  }

  @Test
  void shouldSeeASmallGainThatAllPairsHave() {
    Random random = new Random(1);
    double[] cosines = random.doubles(PAIRS, 0.8, 0.95).toArray();

    Gain gain = Gain.ofLoss(metrics(i -> cosines[i]), metrics(i -> cosines[i] + 0.005));

    assertThat(gain.exceeds(0.05)).isTrue();
    assertThat(gain.exceeds(0.5)).isFalse();
  }

  @Test
  void shouldBeTwoStandardErrors() {
    // given losses of 0 and 1 in turn, and 0
    Gain gain = Gain.ofLoss(metrics(i -> i % 2), metrics(i -> 1));

    assertThat(gain.active()).isEqualTo(0.5, within(1e-9));
    assertThat(gain.chance()).isEqualTo(2 * 0.5 / Math.sqrt(PAIRS - 1), within(1e-9));
  }

  @Test
  void shouldNotBeAGainIfNothingChanges() {
    GateMetrics metrics = metrics(i -> 0.7);

    assertThat(Gain.ofLoss(metrics, metrics).exceeds(0)).isFalse();
    assertThat(Gain.ofErrors(metrics, metrics).exceeds(0)).isFalse();
  }

  @Test
  void shouldSeeAGainInAccuracyAlone() {
    GateMetrics active = metrics(i -> i % 10 == 0 ? 0.49 : 0.6);
    GateMetrics candidate = metrics(i -> i % 10 == 0 ? 0.51 : 0.597);

    assertThat(Gain.ofErrors(active, candidate).exceeds(0.05)).isTrue();
    assertThat(Gain.ofLoss(active, candidate).exceeds(0.05)).isFalse();
  }

  /** Metrics of positive pairs. */
  private static GateMetrics metrics(IntToDoubleFunction cosine) {
    List<LossSums> each =
        IntStream.range(0, PAIRS)
            .mapToObj(i -> LossSums.ofPair(Math.min(1, cosine.applyAsDouble(i)), 1))
            .toList();
    LossSums all = each.stream().reduce(LossSums.NONE, LossSums::plus);
    return new GateMetrics(
        PAIRS, all.meanLoss(), all.pairAccuracy(), 0, 0, 1, 0, true, each, Map.of());
  }
}
