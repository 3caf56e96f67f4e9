package io.contrastream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final long NOW = 1_000_000;

  private long outages;
  private final StreamClock clock = new StreamClock(Duration.ofSeconds(60), () -> outages);

  @Test
  void shouldReturnTheLatestTimestamp() {
    clock.observe(NOW - 5000, NOW);
    clock.observe(NOW - 9000, NOW);

    assertThat(clock.timeMs(NOW)).isEqualTo(NOW - 5000);
  }

  @Test
  void shouldTreatATimestampFromTheFutureAsNow() {
    clock.observe(NOW + 3_600_000, NOW);

    assertThat(clock.timeMs(NOW)).isEqualTo(NOW);
  }

  @Test
  void shouldFollowTheWallClockAfterSilence() {
    clock.observe(NOW - 5000, NOW);

    assertThat(clock.timeMs(NOW + 60_000)).isEqualTo(NOW + 60_000);
  }

  @Test
  void shouldNotCountAnOutageAsSilence() {
    clock.observe(NOW - 5000, NOW);
    for (int i = 0; i < 20; i++) {
      outages++;
      assertThat(clock.timeMs(NOW + i * 5000L)).isEqualTo(NOW - 5000);
    }

    assertThat(clock.timeMs(NOW + 95_000 + 59_999)).isEqualTo(NOW - 5000);
    assertThat(clock.timeMs(NOW + 95_000 + 60_000)).isEqualTo(NOW + 155_000);
  }

  @Test
  void shouldLeaveProducersTimeToComeBackAfterAnOutage() {
    // given a window that is shorter than a producer needs
    StreamClock impatient = new StreamClock(Duration.ofSeconds(10), () -> outages);
    impatient.observe(NOW - 5000, NOW);
    outages++;
    assertThat(impatient.timeMs(NOW + 5000)).isEqualTo(NOW - 5000);

    // when one record comes, and the next one only after some time
    impatient.observe(NOW - 4000, NOW + 6000);

    // then
    assertThat(impatient.timeMs(NOW + 44_999)).isEqualTo(NOW - 4000);
    assertThat(impatient.timeMs(NOW + 45_000)).isEqualTo(NOW + 45_000);
  }

  @Test
  void shouldNotCountACommitThatWaitsForTheBrokerAsSilence() {
    AtomicLong nowNs = new AtomicLong();
    Arrivals arrivals = new Arrivals(nowNs::get);
    StreamClock whilePolling = new StreamClock(Duration.ofSeconds(60), arrivals::outages);
    arrivals.polled();
    whilePolling.observe(NOW - 5000, NOW);

    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(100));

    assertThat(whilePolling.timeMs(NOW + 100_000)).isEqualTo(NOW - 5000);
    arrivals.polled();
    assertThat(whilePolling.timeMs(NOW + 160_000)).isEqualTo(NOW + 160_000);
  }

  @Test
  void shouldNotCountARestartAsSilence() {
    assertThat(clock.timeMs(NOW)).isEqualTo(Long.MIN_VALUE);
    assertThat(clock.timeMs(NOW + 59_999)).isEqualTo(Long.MIN_VALUE);
  }
}
