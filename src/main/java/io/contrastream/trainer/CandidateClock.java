package io.contrastream.trainer;

import io.contrastream.config.TrainingSettings;

/**
 * Decides when the next candidate is due: after a number of steps or a time, whichever comes first,
 * but not before a step was taken. Not thread-safe.
 */
final class CandidateClock {
  private final TrainingSettings.Pace pace;
  private long step;
  private long sinceNs;

  CandidateClock(TrainingSettings.Pace pace, long step, long nowNs) {
    this.pace = pace;
    restart(step, nowNs);
  }

  void restart(long newStep, long nowNs) {
    step = newStep;
    sinceNs = nowNs;
  }

  boolean due(long steps, long nowNs) {
    boolean longEnough = nowNs - sinceNs >= pace.candidateInterval().toNanos();
    return steps > step && (steps - step >= pace.candidateSteps() || longEnough);
  }

  /** Whether a step was taken since the last candidate. */
  boolean moved(long steps) {
    return steps > step;
  }
}
