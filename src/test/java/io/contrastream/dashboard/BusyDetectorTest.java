package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyDetectorTest {
  private static final long SECOND = 1_000_000_000;

  private final BusyDetector detector = new BusyDetector(5000);

  @Test
  void shouldNotBeBusyBeforeTheSecondReading() {
    detector.update(1e6, SECOND);

    assertThat(detector.isBusy()).isFalse();
  }

  @Test
  void shouldFollowTheRate() {
    detector.update(0, SECOND);
    detector.update(10_100, 3 * SECOND);
    assertThat(detector.isBusy()).isTrue();

    detector.update(15_000, 4 * SECOND);
    assertThat(detector.isBusy()).isFalse();
  }
}
