package io.contrastream.runtime.swap;

import io.contrastream.config.RollbackSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a new checkpoint by the live loss, in its first windows only: where the loss rises later,
 * the world has changed and not the model, and going back would not help. The measure is the worst
 * of the former checkpoint's last windows. One thread uses it.
 */
final class LossWatch {

  /** So many times the windows that must be worse, a new checkpoint is on trial. */
  private static final int TRIAL = 3;

  private final RollbackSettings settings;
  private final Map<String, Deque<Double>> lossesById = new HashMap<>();
  private String active;
  private String former;
  private int windows;
  private int worse;

  LossWatch(RollbackSettings settings) {
    this.settings = settings;
  }

  /** The trial of {@code id} begins; windows that were seen before of it don't count. */
  void activated(String id, String formerId) {
    active = id;
    former = formerId;
    windows = 0;
    worse = 0;
    lossesById.keySet().removeIf(known -> !known.equals(formerId));
  }

  /**
   * @param labelledPairs pairs of the window with a target
   * @param meanLoss of these
   * @return why the former checkpoint must come back; empty where it need not
   */
  Optional<String> window(String id, long labelledPairs, double meanLoss) {
    if (labelledPairs < settings.pairs()) {
      return Optional.empty();
    }
    Deque<Double> losses = lossesById.computeIfAbsent(id, unknown -> new ArrayDeque<>());
    losses.addLast(meanLoss);
    if (losses.size() > settings.windows()) {
      losses.removeFirst();
    }
    boolean comparable = former != null && lossesById.containsKey(former);
    return id.equals(active) && comparable ? judge(meanLoss) : Optional.empty();
  }

  private Optional<String> judge(double meanLoss) {
    windows++;
    double before = lossesById.get(former).stream().mapToDouble(it -> it).max().orElseThrow();
    double limit = Math.max(settings.factor() * before, settings.tolerated());
    worse = meanLoss > limit ? worse + 1 : 0;
    if (windows > TRIAL * settings.windows() || worse < settings.windows()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the mean loss under %s was above %.4g in %d windows in a row, last %.4g, where it was"
                + " %.4g under %s",
            active,
            limit,
            worse,
            meanLoss,
            before,
            former));
  }
}
