package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JitActivityTest {
  private final AtomicLong totalMs = new AtomicLong(9000);
  private final JitActivity jit = new JitActivity(totalMs::get, 0);

  @Test
  void shouldBeQuietOnceLittleIsCompiled() {
    assertThat(compiledFor(3000, 6)).isFalse();
    assertThat(compiledFor(1000, 12)).isFalse();
    assertThat(compiledFor(100, 18)).isTrue();
  }

  @Test
  void shouldNotDecideBeforeFiveSecondsHavePassed() {
    assertThat(compiledFor(0, 4)).isFalse();
    assertThat(compiledFor(0, 5)).isTrue();
  }

  private boolean compiledFor(long millis, long untilSeconds) {
    totalMs.addAndGet(millis);
    return jit.isQuiet(TimeUnit.SECONDS.toNanos(untilSeconds));
  }
}
