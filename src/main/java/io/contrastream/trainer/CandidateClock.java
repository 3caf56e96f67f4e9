package io.contrastream.trainer;

import io.contrastream.config.TrainingSettings;
import java.time.Duration;

/**
 * Decides when the next candidate is due: after a number of steps or a time, whichever comes first,
 * but not before a step was taken nor during a pause. Not thread-safe.
 */
final class CandidateClock {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final TrainingSettings.Pace pace;
  private final long startNs;
  private long step;
  private long sinceNs;
  private long pausedUntilNs;

  CandidateClock(TrainingSettings.Pace pace, long step, long nowNs) {
    this.pace = pace;
    startNs = nowNs;
    pausedUntilNs = nowNs;
    restart(step, nowNs);
  }

  void restart(long newStep, long nowNs) {
    step = newStep;
    sinceNs = nowNs;
  }

  /**
   * @param factor how many times as many steps, or as much time, as usual
   */
  boolean due(long steps, long nowNs, int factor) {
    boolean longEnough = nowNs - sinceNs >= factor * pace.candidateInterval().toNanos();
    boolean enoughSteps = steps - step >= (long) factor * pace.candidateSteps();
    boolean paused = nowNs - pausedUntilNs < 0;
    return steps > step && !paused && (enoughSteps || longEnough);
  }

  /**
   * Pauses while people look at the last candidate, since each new one pushes the oldest out of the
   * topic: as long as it has run so far, so that a new trainer's first ones are soon followed by
   * better ones, and later for an hour.
   */
  void pause(long nowNs) {
    long ranNs = Math.max(SHORTEST_PAUSE.toNanos(), nowNs - startNs);
    pausedUntilNs = nowNs + Math.min(LONGEST_PAUSE.toNanos(), ranNs);
  }

  /** Whether a step was taken since the last candidate. */
  boolean moved(long steps) {
    return steps > step;
  }
}
