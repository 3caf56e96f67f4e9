package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyDetectorTest {
  private static final long SECOND = 1_000_000_000;

  private final BusyDetector pace = new BusyDetector(5000);

  @Test
  void shouldNotCallItBusyBeforeThereIsARate() {
    pace.saw(1e6, SECOND);

    assertThat(pace.isBusy()).isFalse();
  }

  @Test
  void shouldFollowTheRate() {
    pace.saw(0, SECOND);
    pace.saw(10_100, 3 * SECOND);
    assertThat(pace.isBusy()).isTrue();

    pace.saw(15_000, 4 * SECOND);
    assertThat(pace.isBusy()).isFalse();
  }
}
