package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadRestartsTest {
  @SuppressWarnings("StaticAssignmentOfThrowable")
  private static final Throwable OUTAGE =
      new StreamsException("of a thread", new RegistryUnavailableException("is down"));

  private final ThreadRestarts restarts = new ThreadRestarts(1);

  static List<Throwable> passing() {
    return List.of(OUTAGE, new StreamsException("x", new TimeoutException("of a broker")));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void shouldReplaceAThreadAfterATemporaryFailure(Throwable failure) {
    assertThat(restarts.allow(failure, 0)).isTrue();
  }

  static List<Throwable> lasting() {
    return List.of(
        new IllegalStateException("ours"),
        new StreamsException("x", new RecordTooLargeException("too large")),
        new RegistryException("does not know us"),
        new OutOfMemoryError());
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void shouldNotReplaceAThreadAfterAPermanentFailure(Throwable failure) {
    assertThat(restarts.allow(failure, 0)).isFalse();
  }

  @Test
  void shouldGiveUpIfAnOutageLasts() {
    assertThat(IntStream.range(0, 6).mapToObj(i -> restarts.allow(OUTAGE, seconds(i))))
        .containsExactly(true, true, true, true, true, false);
  }

  @Test
  void shouldForgetOldOutages() {
    IntStream.range(0, 5).forEach(i -> restarts.allow(OUTAGE, seconds(i)));

    assertThat(restarts.allow(OUTAGE, seconds(601))).isTrue();
  }

  @Test
  void shouldCountAnOutageOnceForAllThreads() {
    ThreadRestarts ofEight = new ThreadRestarts(8);

    assertThat(
            IntStream.range(0, 5 * 8)
                .mapToObj(i -> ofEight.allow(OUTAGE, seconds(60 * (i / 8) + i % 8))))
        .doesNotContain(false);
    assertThat(ofEight.allow(OUTAGE, seconds(300))).isFalse();
  }

  @Test
  void shouldGiveUpIfThreadsKeepFailingAtOnce() {
    ThreadRestarts ofTwo = new ThreadRestarts(2);

    assertThat(IntStream.range(0, 11).filter(i -> ofTwo.allow(OUTAGE, seconds(0))).count())
        .isEqualTo(10);
  }

  /** The broker of one partition may be unreachable while the other threads go on. */
  @Test
  void shouldGiveUpIfOneThreadKeepsFailing() {
    ThreadRestarts ofEight = new ThreadRestarts(8);

    assertThat(IntStream.range(0, 6).mapToObj(i -> ofEight.allow(OUTAGE, seconds(60L * i))))
        .containsExactly(true, true, true, true, true, false);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
