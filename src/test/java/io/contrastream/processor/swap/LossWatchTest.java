package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.RollbackSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossWatchTest {
  private static final long MANY = 100;
  private static final long FEW = 99;

  /** Rolls back after three consecutive windows, of at least 100 pairs, with twice the loss. */
  private final LossWatch watch = new LossWatch(new RollbackSettings(true, 2, 0.02, 3, 100), "old");

  @BeforeEach
  void seeTheProvenOne() {
    windows("old", 0.10, 0.05, 0.10);
    watch.activated("new");
  }

  @Test
  void shouldRollBackAfterTheConfiguredNumberOfWorseWindows() {
    assertThat(windows("new", 0.21, 0.21)).isFalse();
    LossWatch.Rollback back = watch.window("new", MANY, 0.3).orElseThrow();

    assertThat(back.to()).isEqualTo("old");
    assertThat(back.reason())
        .contains("under new was above 0.2000", "3 consecutive", "last 0.3000", "0.1000 under old");
  }

  @Test
  void shouldNotRollBackIfTheLossIsWithinTheFactor() {
    assertThat(windows("new", 0.2, 0.2, 0.2, 0.2)).isFalse();
  }

  @Test
  void shouldCountOnlyConsecutiveWorseWindows() {
    assertThat(windows("new", 0.3, 0.3, 0.1, 0.3, 0.3)).isFalse();
    assertThat(windows("new", 0.3)).isTrue();
  }

  @Test
  void shouldCountConsecutiveWorseWindowsAcrossCheckpoints() {
    windows("new", 0.3);
    watch.activated("newer");
    windows("newer", 0.3);
    watch.activated("newest");
    LossWatch.Rollback back = watch.window("newest", MANY, 0.3).orElseThrow();

    assertThat(back.to()).isEqualTo("old");
    assertThat(back.reason()).contains("under new, newer, newest was above 0.2000");
  }

  @Test
  void shouldCountLateWindowsOfAReplacedCheckpoint() {
    watch.activated("newer");

    assertThat(windows("new", 0.3, 0.3, 0.3)).isTrue();
  }

  @Test
  void shouldKeepACheckpointThatRecoversFromItsPredecessor() {
    windows("new", 0.3, 0.3);
    watch.activated("newer");
    windows("newer", 0.1, 0.1, 0.1);

    assertThat(windows("new", 0.3, 0.3, 0.3)).as("late ones").isFalse();
    assertThat(windows("newer", 0.3, 0.3, 0.3)).as("of the proven one").isFalse();
  }

  @Test
  void shouldIgnoreWindowsWithTooFewPairs() {
    windows("new", 0.3, 0.3);

    assertThat(watch.window("new", FEW, 0.3)).isEmpty();
    assertThat(watch.window("new", MANY, 0.3)).isPresent();
  }

  @Test
  void shouldTolerateASmallLossAboveTheFactor() {
    windows("old", 0.001, 0.001, 0.001);
    windows("new", 0.021); // not proven before it is judged

    assertThat(windows("new", 0.019, 0.019)).isFalse();
    watch.activated("newer");
    assertThat(windows("newer", 0.041, 0.041, 0.041)).isTrue();
  }

  @Test
  void shouldCompareWithTheLastWindowsOfTheProvenCheckpoint() {
    windows("old", 0.3, 0.3, 0.3);

    assertThat(windows("new", 0.5, 0.5, 0.5)).isFalse();
  }

  @Test
  void shouldKeepACheckpointThatWasProven() {
    windows("new", 0.1, 0.1, 0.1);

    assertThat(windows("new", 0.9, 0.9, 0.9)).isFalse();
  }

  @Test
  void shouldNotTakeASingleGoodWindowForAProof() {
    windows("new", 0.1);

    assertThat(windows("new", 0.9, 0.9, 0.9)).isTrue();
  }

  @Test
  void shouldCompareWithTheBestProvenOneWhenEachIsALittleWorseThanTheLast() {
    double loss = 0.10;
    LossWatch.Rollback back = null;
    for (int i = 1; i <= 43 && back == null; i++) {
      loss *= 1.09;
      watch.activated("worse-" + i);
      for (int window = 0; window < 3; window++) {
        back = watch.window("worse-" + i, MANY, loss).orElse(back);
      }
    }

    assertThat(back).as("a rollback").isNotNull();
    assertThat(back.to()).isEqualTo("old");
    assertThat(back.orElse()).isEqualTo("worse-8");
    assertThat(loss).isLessThan(0.22);
  }

  @Test
  void shouldForgetTheBestOneWhenTheInputHasChanged() {
    windows("new", 0.15, 0.15, 0.15);
    windows("new", 0.5, 0.5, 0.5); // proven, so it is the input
    watch.activated("newer");

    assertThat(windows("newer", 0.4, 0.4, 0.4)).isFalse();
  }

  @Test
  void shouldNotJudgeTheFirstCheckpoint() {
    watch.trust("other");

    assertThat(windows("other", 9, 9, 9, 9)).isFalse();
  }

  @Test
  void shouldNotJudgeIfThePredecessorHasNoWindow() {
    watch.trust("unseen");
    watch.activated("other");

    assertThat(windows("other", 9, 9, 9, 9)).isFalse();
  }

  @Test
  void shouldCompareWithTheCheckpointProvenLast() {
    windows("new", 0.05, 0.05, 0.05);
    watch.activated("newest");

    assertThat(windows("newest", 0.11, 0.11, 0.11)).isTrue();
  }

  @Test
  void shouldRestartAfterARollback() {
    windows("new", 0.3, 0.3);
    watch.trust("old");
    watch.activated("new");

    assertThat(windows("new", 0.3, 0.3)).isFalse();
    assertThat(windows("new", 0.3)).isTrue();
  }

  @Test
  void shouldCountANaNLossAsWorse() {
    double nan = Double.NaN;

    assertThat(windows("new", nan, nan, nan)).isTrue();
  }

  @Test
  void shouldNotCompareWithANaNLoss() {
    windows("old", Double.NaN, Double.POSITIVE_INFINITY);

    assertThat(windows("new", 0.3, 0.3, 0.3)).isTrue();
  }

  @Test
  void shouldNotProveACheckpointByANaNLoss() {
    watch.trust("unseen");
    watch.activated("new");
    windows("new", Double.NaN);
    windows("unseen", 0.1);

    assertThat(windows("new", 0.3, 0.3, 0.3)).isTrue();
  }

  /** Whether the last of these windows causes a rollback. */
  private boolean windows(String id, double... losses) {
    boolean back = false;
    for (double loss : losses) {
      back = watch.window(id, MANY, loss).isPresent();
    }
    return back;
  }
}
