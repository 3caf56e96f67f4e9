package io.contrastream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.schema.PairScore;
import org.junit.jupiter.api.Test;

/** A run of 1000 pairs has spans of 50. */
class LossCurveTest {
  private static final long SECOND = 1_000_000_000;

  private final LossCurve steady = new LossCurve(1000, Long.MAX_VALUE);
  private final LossCurve drifting = new LossCurve(1000, 500);
  private long pair;

  @Test
  void shouldHaveNothingBeforeTheFirstPair() {
    assertThat(steady.first()).isNull();
    assertThat(steady.last()).isNull();
    assertThat(steady.secondsToRecover()).isNull();
  }

  @Test
  void shouldAverageTheFirstAndTheLatestPairs() {
    add(steady, 50, 0.4, true, 0);
    add(steady, 100, 0.2, true, 0);
    add(steady, 25, 0.1, true, 0);
    add(steady, 25, 0.3, true, 0);

    assertThat(steady.first()).isCloseTo(0.4, within(1e-12));
    assertThat(steady.last()).isCloseTo(0.2, within(1e-12));
    assertThat(steady.hasDrifted()).isFalse();
  }

  @Test
  void shouldNotRecoverIfNothingDrifted() {
    add(steady, 1000, 0.1, true, 0);

    assertThat(steady.secondsToRecover()).isNull();
  }

  @Test
  void shouldMeasureTheTimeToRecover() {
    add(drifting, 500, 0.01, true, SECOND);
    add(drifting, 100, 0.5, false, 2 * SECOND);
    add(drifting, 49, 0.01, true, 7 * SECOND);
    assertThat(drifting.hasDrifted()).isTrue();
    assertThat(drifting.secondsToRecover()).isNull();

    add(drifting, 1, 0.01, true, 9 * SECOND);
    add(drifting, 100, 0.5, false, 10 * SECOND);
    add(drifting, 100, 0.01, true, 20 * SECOND);

    assertThat(drifting.secondsToRecover()).isCloseTo(7, within(1e-9));
  }

  @Test
  void shouldCompareWithTheAccuracyBeforeTheDrift() {
    for (int i = 0; i < 50; i++) {
      add(drifting, 9, 0.01, true, 0);
      add(drifting, 1, 0.5, false, 0); // 0.9
    }
    add(drifting, 44, 0.01, true, SECOND);
    add(drifting, 6, 0.5, false, 3 * SECOND); // 0.88
    assertThat(drifting.secondsToRecover()).isNull();

    add(drifting, 45, 0.01, true, 4 * SECOND);

    assertThat(drifting.secondsToRecover()).isNotNull();
  }

  @Test
  void shouldNotRecoverBeforeASpanIsFull() {
    add(drifting, 500, 0.01, true, 0);
    add(drifting, 49, 0.01, true, SECOND);

    assertThat(drifting.secondsToRecover()).isNull();
  }

  @Test
  void shouldReadScores() {
    drifting.add(score(1, 0.9, 1, 0.01), 0);
    drifting.add(score(2, 0.1, null, null), 0);
    drifting.add(score(499, 0.1, 0, 0.03), 0);
    assertThat(drifting.hasDrifted()).isFalse();

    drifting.add(score(500, 0.1, 1, 0.81), 0);

    assertThat(drifting.hasDrifted()).isTrue();
    assertThat(drifting.last()).isCloseTo(0.85 / 3, within(1e-12));
  }

  private void add(LossCurve curve, int pairs, double error, boolean right, long nowNs) {
    for (int i = 0; i < pairs; i++) {
      curve.add(pair++, error, right, nowNs);
    }
  }

  private static PairScore score(long pair, double cosine, Integer target, Double squaredError) {
    return PairScore.newBuilder()
        .setPairId("run-7-" + pair)
        .setAnchorImageId("a")
        .setContrastiveImageId("c")
        .setCosine(cosine)
        .setTarget(target)
        .setSquaredError(squaredError)
        .setCheckpointId("checkpoint")
        .setScoredAtMs(0)
        .build();
  }
}
