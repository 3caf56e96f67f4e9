package io.contrastream.processor.swap;

import io.contrastream.config.RollbackSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges new checkpoints by the live loss. Each is on trial until more of its windows were good
 * than bad; then it is the proven one, to which a bad one must give way again. A trial does not
 * end, nor begin anew, because a newer checkpoint was activated: bad windows in a row count
 * together, whichever of those on trial they are of, so that a trainer which is quick to announce
 * the next checkpoint can't hide that they are all bad. Of the proven one only its windows are
 * taken, as the measure: where the loss rises under it, the world has changed and not the model,
 * and going back would not help. One thread uses it.
 */
final class LossWatch {

  /** Where nothing is measured for long, the oldest on trial are forgotten. */
  private static final int MOST_ON_TRIAL = 100;

  /**
   * What must be done.
   *
   * @param to the checkpoint to activate again
   * @param reason a sentence for people
   */
  record GoBack(String to, String reason) {}

  private final RollbackSettings settings;
  private final Deque<Double> measure = new ArrayDeque<>();

  /** By their ids, in the order of their activation: how many more windows were good than bad. */
  private final Map<String, Integer> onTrial = new LinkedHashMap<>();

  private String proven = "";
  private int badInARow;

  LossWatch(RollbackSettings settings) {
    this.settings = settings;
  }

  /** A new checkpoint is active; its trial begins. */
  void activated(String id) {
    if (id.equals(proven)) {
      trust(id);
      return;
    }
    onTrial.remove(id);
    onTrial.put(id, 0);
    if (onTrial.size() > MOST_ON_TRIAL) {
      onTrial.remove(onTrial.keySet().iterator().next());
    }
  }

  /**
   * A checkpoint is active that is not judged: the one that was there before the watch began, or
   * one that was gone back to. Else two bad checkpoints would take turns.
   */
  void trust(String id) {
    if (!id.equals(proven)) {
      measure.clear();
    }
    proven = id;
    onTrial.clear();
    badInARow = 0;
  }

  /**
   * @param labelledPairs pairs of the window with a target
   * @param meanLoss of these
   * @return where a former checkpoint must come back
   */
  Optional<GoBack> window(String id, long labelledPairs, double meanLoss) {
    if (labelledPairs < settings.pairs()) {
      return Optional.empty();
    }
    if (id.equals(proven)) {
      measure(meanLoss);
    } else if (onTrial.containsKey(id)) {
      return judge(id, meanLoss);
    }
    return Optional.empty();
  }

  private Optional<GoBack> judge(String id, double meanLoss) {
    if (measure.isEmpty()) { // there is nothing to be worse than
      if (Double.isFinite(meanLoss)) {
        prove(id, meanLoss);
      }
      return Optional.empty();
    }
    boolean good = meanLoss <= limit(); // and not where it is NaN
    int balance = onTrial.merge(id, good ? 1 : -1, Integer::sum);
    badInARow = good ? 0 : badInARow + 1;
    if (balance > 0) {
      prove(id, meanLoss);
    }
    return badInARow < settings.windows() ? Optional.empty() : Optional.of(goBack(meanLoss));
  }

  /** Those that were activated before it are past. */
  private void prove(String id, double meanLoss) {
    Iterator<String> ids = onTrial.keySet().iterator();
    String next;
    do {
      next = ids.next();
      ids.remove();
    } while (!next.equals(id));
    proven = id;
    measure(meanLoss);
  }

  private void measure(double meanLoss) {
    if (!Double.isFinite(meanLoss)) {
      return;
    }
    measure.addLast(meanLoss);
    if (measure.size() > settings.windows()) {
      measure.removeFirst();
    }
  }

  private double before() {
    return measure.stream().mapToDouble(it -> it).max().orElseThrow();
  }

  private double limit() {
    return Math.max(settings.factor() * before(), settings.tolerated());
  }

  private GoBack goBack(double meanLoss) {
    String bad =
        onTrial.entrySet().stream()
            .filter(each -> each.getValue() < 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return new GoBack(
        proven,
        String.format(
            Locale.ROOT,
            "the mean loss under %s was above %.4g in %d windows in a row, last %.4g, where it was"
                + " %.4g under %s",
            bad,
            limit(),
            badInARow,
            meanLoss,
            before(),
            proven));
  }
}
