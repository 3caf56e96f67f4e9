package io.contrastream.training;

import java.util.List;
import java.util.Optional;

/**
 * What the gate says of a candidate.
 *
 * @param reasons why it is not let in, a sentence each; where it is, what speaks for it
 * @param candidate its figures; empty where it could not be run
 * @param active the active checkpoint's on the same pairs; empty where there is none
 */
public record GateResult(
    boolean passed,
    List<String> reasons,
    Optional<GateMetrics> candidate,
    Optional<GateMetrics> active) {

  public GateResult {
    reasons = List.copyOf(reasons);
  }

  /** Of a candidate that was not measured. */
  public static GateResult refusal(String reason) {
    return new GateResult(false, List.of(reason), Optional.empty(), Optional.empty());
  }
}
