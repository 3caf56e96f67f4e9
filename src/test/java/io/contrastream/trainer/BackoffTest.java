package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(0.001);

  @BeforeEach
  void convergeToALoss() {
    steps(100, 0.02);
  }

  @Test
  void shouldDoubleTheTimeUpToSixteenTimesWhileNothingIsGained() {
    int[] factors = new int[6];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = backoff.factor();
      backoff.judged(true);
    }

    assertThat(factors).containsExactly(1, 2, 4, 8, 16, 16);
  }

  @Test
  void shouldEndWithAGain() {
    backoff.judged(true);
    backoff.judged(false);

    assertThat(backoff.factor()).isEqualTo(1);
  }

  @Test
  void shouldEndSoonAfterTheStreamHasChanged() {
    backoff.judged(true);

    steps(3, 0.2);

    assertThat(backoff.factor()).isEqualTo(1);
  }

  @Test
  void shouldNotBeginAgainBeforeTheNewInputIsLearnt() {
    backoff.judged(true);
    steps(20, 0.2);

    backoff.judged(true);
    int meanwhile = backoff.factor();
    steps(100, 0.02);
    backoff.judged(true);

    assertThat(meanwhile).isEqualTo(1);
    assertThat(backoff.factor()).isEqualTo(2);
  }

  @Test
  void shouldTakeTheLossAfterAGainForUsual() {
    steps(100, 0.2);
    backoff.judged(false);

    backoff.judged(true);

    assertThat(backoff.factor()).isEqualTo(2);
  }

  @Test
  void shouldGoOnWhileTheLossVaries() {
    backoff.judged(true);

    for (int i = 0; i < 1000; i++) {
      backoff.stepped(i % 3 == 0 ? 0.05 : 0.01);
      backoff.stepped(Double.NaN);
    }

    assertThat(backoff.factor()).isEqualTo(2);
  }

  private void steps(int count, double loss) {
    for (int i = 0; i < count; i++) {
      backoff.stepped(loss);
    }
  }
}
