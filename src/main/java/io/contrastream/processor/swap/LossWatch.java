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
 * Judges new checkpoints by the live loss. A checkpoint is on trial until more of its windows were
 * good than bad; then it is the proven one, to which later bad ones are rolled back. Activating a
 * newer checkpoint neither ends nor restarts a trial: consecutive bad windows are counted across
 * all checkpoints on trial, so that a trainer cannot hide bad checkpoints by announcing the next
 * one quickly. Windows of the proven checkpoint serve only as the reference: if the loss rises
 * under it, the data has changed and not the model, and a rollback would not help. Not thread-safe.
 */
final class LossWatch {

  /** If nothing is measured for long, the oldest trials are dropped. */
  private static final int MAX_ON_TRIAL = 100;

  /**
   * A rollback that must be made.
   *
   * @param to the checkpoint to activate again
   * @param reason a sentence shown to users
   */
  record Rollback(String to, String reason) {}

  private final RollbackSettings settings;
  private final Deque<Double> reference = new ArrayDeque<>();

  /** Ids in the order of activation, with the number of good windows minus that of bad ones. */
  private final Map<String, Integer> onTrial = new LinkedHashMap<>();

  private String proven = "";
  private int badInARow;

  LossWatch(RollbackSettings settings) {
    this.settings = settings;
  }

  /** Starts the trial of a new active checkpoint. */
  void activated(String id) {
    if (id.equals(proven)) {
      trust(id);
      return;
    }
    onTrial.remove(id);
    onTrial.put(id, 0);
    if (onTrial.size() > MAX_ON_TRIAL) {
      onTrial.remove(onTrial.keySet().iterator().next());
    }
  }

  /**
   * Takes the active checkpoint for proven: the one that was active when the watch began, or one
   * that was rolled back to; otherwise, two bad checkpoints would alternate.
   */
  void trust(String id) {
    if (!id.equals(proven)) {
      reference.clear();
    }
    proven = id;
    onTrial.clear();
    badInARow = 0;
  }

  /**
   * @param labelledPairs number of pairs with a target in the window
   * @param meanLoss mean loss of these pairs
   * @return the rollback to make, if any
   */
  Optional<Rollback> window(String id, long labelledPairs, double meanLoss) {
    if (labelledPairs < settings.pairs()) {
      return Optional.empty();
    }
    if (id.equals(proven)) {
      addReference(meanLoss);
    } else if (onTrial.containsKey(id)) {
      return judge(id, meanLoss);
    }
    return Optional.empty();
  }

  private Optional<Rollback> judge(String id, double meanLoss) {
    if (reference.isEmpty()) { // nothing to compare with
      if (Double.isFinite(meanLoss)) {
        prove(id, meanLoss);
      }
      return Optional.empty();
    }
    boolean good = meanLoss <= limit(); // false for NaN
    int balance = onTrial.merge(id, good ? 1 : -1, Integer::sum);
    badInARow = good ? 0 : badInARow + 1;
    if (balance > 0) {
      prove(id, meanLoss);
    }
    return badInARow < settings.windows() ? Optional.empty() : Optional.of(rollback(meanLoss));
  }

  /** Also ends the trials of checkpoints activated before this one. */
  private void prove(String id, double meanLoss) {
    Iterator<String> ids = onTrial.keySet().iterator();
    String next;
    do {
      next = ids.next();
      ids.remove();
    } while (!next.equals(id));
    proven = id;
    addReference(meanLoss);
  }

  private void addReference(double meanLoss) {
    if (!Double.isFinite(meanLoss)) {
      return;
    }
    reference.addLast(meanLoss);
    if (reference.size() > settings.windows()) {
      reference.removeFirst();
    }
  }

  private double referenceLoss() {
    return reference.stream().mapToDouble(it -> it).max().orElseThrow();
  }

  private double limit() {
    return Math.max(settings.factor() * referenceLoss(), settings.toleratedLoss());
  }

  private Rollback rollback(double meanLoss) {
    String bad =
        onTrial.entrySet().stream()
            .filter(each -> each.getValue() < 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return new Rollback(
        proven,
        String.format(
            Locale.ROOT,
            "the mean loss under %s was above %.4g in %d consecutive windows, last %.4g, compared"
                + " to %.4g under %s",
            bad,
            limit(),
            badInARow,
            meanLoss,
            referenceLoss(),
            proven));
  }
}
