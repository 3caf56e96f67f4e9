package io.contrastream.training;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gate's decision about a candidate.
 *
 * @param reasons why it was refused, a sentence each; if it passed, its metrics in a sentence
 * @param candidate the candidate's metrics; empty if it could not be measured
 * @param active the active checkpoint's metrics on the same pairs; empty if there is none
 */
public record GateResult(
    boolean passed,
    List<String> reasons,
    Optional<GateMetrics> candidate,
    Optional<GateMetrics> active) {

  public GateResult {
    reasons = List.copyOf(reasons);
  }

  /** Returns the same result with a further reason. */
  public GateResult plusReason(String reason) {
    return new GateResult(
        passed, Stream.concat(reasons.stream(), Stream.of(reason)).toList(), candidate, active);
  }

  /** Returns the refusal of a candidate that was not measured. */
  public static GateResult refusal(String reason) {
    return new GateResult(false, List.of(reason), Optional.empty(), Optional.empty());
  }
}
