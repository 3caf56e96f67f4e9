package io.contrastream.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  @Test
  void shouldNotAskUntilTheMachineEnds() throws InterruptedException {
    try (StopSignal signal = StopSignal.install()) {
      assertThat(signal.await(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void shouldHoldTheEndOfTheMachineUntilTheCommandIsDone() throws InterruptedException {
    // given
    StopSignal signal = StopSignal.install();
    Thread machine = new Thread(signal::askAndWait);

    // when
    machine.start();
    boolean asked = signal.await(Duration.ofSeconds(10));
    boolean waits = machine.isAlive();
    signal.close();
    machine.join(10_000);

    // then
    assertThat(asked).isTrue();
    assertThat(waits).isTrue();
    assertThat(machine.isAlive()).isFalse();
  }
}
