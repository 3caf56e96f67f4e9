package io.contrastream.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  @Test
  void shouldNotRequestAStopBeforeShutdown() throws InterruptedException {
    try (StopSignal signal = StopSignal.install()) {
      assertThat(signal.await(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void shouldDelayShutdownUntilTheCommandIsClosed() throws InterruptedException {
    // given
    StopSignal signal = StopSignal.install();
    Thread shutdown = new Thread(signal::requestAndWait);

    // when
    shutdown.start();
    boolean requested = signal.await(Duration.ofSeconds(10));
    boolean waits = shutdown.isAlive();
    signal.close();
    shutdown.join(10_000);

    // then
    assertThat(requested).isTrue();
    assertThat(waits).isTrue();
    assertThat(shutdown.isAlive()).isFalse();
  }
}
