package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gate's decision about a candidate.
 *
 * @param reasons why it was refused, a sentence each; if it passed, its metrics in a sentence
 * @param noBetter whether it was refused for nothing but that it gains nothing
 * @param candidate the candidate's metrics by pair of modalities; empty if it was not measured
 * @param active the active checkpoint's metrics on the same pairs, as far as it has the encoders
 */
public record GateResult(
    boolean passed,
    List<String> reasons,
    boolean noBetter,
    Map<ModalityPair, GateMetrics> candidate,
    Map<ModalityPair, GateMetrics> active) {

  public GateResult {
    reasons = List.copyOf(reasons);
  }

  /**
   * Returns metrics by name, as telemetry and checkpoints carry them: those of images as of {@link
   * GateMetrics#byName}, others after the names of their modalities.
   */
  public static Map<String, Double> byName(Map<ModalityPair, GateMetrics> metrics) {
    Map<String, Double> named = new LinkedHashMap<>();
    metrics.forEach(
        (modalities, each) ->
            each.byName().forEach((name, value) -> named.put(name(modalities, name), value)));
    return named;
  }

  /** Returns the name of a metric in {@link #byName}. */
  public static String name(ModalityPair modalities, String metric) {
    return modalities.equals(ModalityPair.IMAGES) ? metric : modalities + "." + metric;
  }

  /** Returns the same result with a further reason. */
  public GateResult plusReason(String reason) {
    return new GateResult(
        passed,
        Stream.concat(reasons.stream(), Stream.of(reason)).toList(),
        noBetter,
        candidate,
        active);
  }

  /** Returns the refusal of a candidate that would have passed, with its metrics. */
  public GateResult refused(String reason) {
    return new GateResult(false, List.of(reason), false, candidate, active);
  }

  /** Returns the refusal of a candidate that was not measured. */
  public static GateResult refusal(String reason) {
    return new GateResult(false, List.of(reason), false, Map.of(), Map.of());
  }
}
