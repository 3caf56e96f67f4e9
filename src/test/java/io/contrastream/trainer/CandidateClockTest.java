package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateClockTest {
  private static final Settings SETTINGS = TestSettings.of();

  @Test
  void shouldKeepACandidateForTwelveHoursIfEachIsFollowedByAPause() {
    List<Duration> made = made(Duration.ofDays(3), true);

    int keep = SETTINGS.checkpoints().keep();
    for (int i = 0; i + keep < made.size(); i++) {
      assertThat(made.get(i + keep).minus(made.get(i))).isGreaterThan(Duration.ofHours(12));
    }
    assertThat(made).hasSizeGreaterThan(keep);
  }

  @Test
  void shouldSoonMakeTheFirstCandidates() {
    assertThat(made(Duration.ofMinutes(5), true)).hasSize(5);
  }

  @Test
  void shouldNotPauseUnlessAsked() {
    assertThat(made(Duration.ofMinutes(5), false)).hasSize(20);
  }

  /** When candidates are made by a trainer that takes a step a second. */
  private static List<Duration> made(Duration run, boolean pauses) {
    List<Duration> made = new ArrayList<>();
    CandidateClock clock = new CandidateClock(SETTINGS.training().pace(), 0, 0);
    for (int second = 1; second <= run.toSeconds(); second++) {
      long nowNs = Duration.ofSeconds(second).toNanos();
      if (clock.due(second, nowNs, 1)) {
        made.add(Duration.ofSeconds(second));
        clock.restart(second, nowNs);
        if (pauses) {
          clock.pause(nowNs);
        }
      }
    }
    return made;
  }
}
