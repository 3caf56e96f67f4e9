package io.contrastream.training;

import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.Modality;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Counts the skipped steps of each network, and decides when its last good weights are restored and
 * when training is given up. A network that fails is no reason to set back the others.
 */
final class BadSteps {
  /** Skipped steps in a row after which the last good weights are restored. */
  private static final int MAX_IN_A_ROW = 3;

  /** Restores without a resumable step in between after which training is given up. */
  private static final int MAX_FUTILE_RESTORES = 5;

  private final Map<Modality, Integer> inARow = new EnumMap<>(Modality.class);
  private final Map<Modality, Integer> restores = new EnumMap<>(Modality.class);

  /**
   * Takes note of a step.
   *
   * @param stepped the networks that have taken it, or should have
   * @param skipped those that have not, because the loss or a gradient was not finite
   * @param step its number
   * @return the networks whose last good weights must be restored
   * @throws ProcessFailedException if restoring has not helped
   */
  Set<Modality> count(Set<Modality> stepped, Set<Modality> skipped, long step) {
    stepped.forEach(each -> inARow.merge(each, 1, Integer::sum));
    inARow.keySet().removeIf(each -> stepped.contains(each) && !skipped.contains(each));
    Set<Modality> bad = those(each -> inARow.getOrDefault(each, 0) == MAX_IN_A_ROW);
    bad.forEach(inARow::remove);
    bad.forEach(each -> restores.merge(each, 1, Integer::sum));
    Set<Modality> futile = those(each -> restores.getOrDefault(each, 0) > MAX_FUTILE_RESTORES);
    if (!futile.isEmpty()) {
      throw new ProcessFailedException(
          "Training can't get past step %d: the loss or a gradient was not finite, even after the"
                  .formatted(step)
              + " last good weights were restored %d times. Lower %s and start again"
                  .formatted(MAX_FUTILE_RESTORES, settings(futile)),
          null);
    }
    return bad;
  }

  /** Starts anew, as a trainer does that resumes. */
  void reset() {
    inARow.clear();
    restores.clear();
  }

  private static Set<Modality> those(Predicate<Modality> wanted) {
    return Arrays.stream(Modality.values())
        .filter(wanted)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Modality.class)));
  }

  private static String settings(Set<Modality> modalities) {
    return modalities.stream()
        .map(Learners::learningRateSetting)
        .distinct()
        .collect(Collectors.joining(" and "));
  }
}
