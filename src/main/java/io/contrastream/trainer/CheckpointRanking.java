package io.contrastream.trainer;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.Modality;
import io.contrastream.training.GateMetrics;
import io.contrastream.training.GateResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Which of two checkpoints is better by what the gate measured: over the pairs of modalities that
 * both were measured on, the one of higher mean accuracy; on equal accuracy, of lower mean loss.
 * Pairs of modalities that only one was measured on say nothing about the other.
 */
final class CheckpointRanking {
  private static final List<ModalityPair> ALL = ModalityPair.among(EnumSet.allOf(Modality.class));

  private CheckpointRanking() {}

  /** Whether the gate has measured the accuracy on any pairs. */
  static boolean isMeasured(Map<String, Double> metrics) {
    return ALL.stream().anyMatch(pair -> isMeasured(pair, metrics));
  }

  /** Whether the first is better; not if they were measured on no pair of modalities in common. */
  static boolean isBetter(Map<String, Double> a, Map<String, Double> b) {
    List<ModalityPair> both =
        ALL.stream().filter(pair -> isMeasured(pair, a) && isMeasured(pair, b)).toList();
    int byAccuracy =
        Double.compare(mean(GateMetrics.ACCURACY, both, a), mean(GateMetrics.ACCURACY, both, b));
    return byAccuracy == 0
        ? mean(GateMetrics.LOSS, both, a) < mean(GateMetrics.LOSS, both, b)
        : byAccuracy > 0;
  }

  private static boolean isMeasured(ModalityPair pair, Map<String, Double> metrics) {
    return metrics.containsKey(GateResult.name(pair, GateMetrics.ACCURACY));
  }

  /** Counts a metric that was not finite, and so was not published, as infinite. */
  private static double mean(String metric, List<ModalityPair> pairs, Map<String, Double> metrics) {
    return pairs.stream()
        .mapToDouble(
            pair -> metrics.getOrDefault(GateResult.name(pair, metric), Double.POSITIVE_INFINITY))
        .average()
        .orElse(0);
  }
}
