package io.contrastream.processor.swap;

import io.contrastream.config.RollbackSettings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges new checkpoints by the live loss. A checkpoint is on trial until more of its windows were
 * good than bad and the last windows were good in a row; then it is the proven one. Windows are
 * good or bad compared with the best proven one, because checkpoints that are each a little worse
 * than the last would otherwise become ever worse. Activating a newer checkpoint neither ends nor
 * restarts a trial: consecutive windows are counted across all checkpoints on trial, so that a
 * trainer cannot hide bad checkpoints by announcing the next one quickly. Windows of the proven
 * checkpoint serve only as the reference: if the loss rises under it, the data has changed and not
 * the model, and a rollback would not help. Not thread-safe.
 */
final class LossWatch {

  /** If nothing is measured for long, the oldest trials are dropped. */
  private static final int MAX_ON_TRIAL = 100;

  /**
   * A rollback that must be made.
   *
   * @param to the checkpoint to activate again
   * @param orElse the one to activate if the topic no longer holds the first
   * @param reason a sentence shown to users
   */
  record Rollback(String to, String orElse, String reason) {}

  private final RollbackSettings settings;

  /** By id, in the order of activation. */
  private final Map<String, LossRecord> onTrial = new LinkedHashMap<>();

  /** The one proven last. */
  private LossRecord proven;

  /** The one of the lowest loss among those proven, with its losses of that time. */
  private LossRecord best;

  private int goodInARow;
  private int badInARow;

  /**
   * @param active is trusted
   */
  LossWatch(RollbackSettings settings, String active) {
    this.settings = settings;
    proven = new LossRecord(active, settings.windows());
    best = proven;
  }

  /** Starts the trial of a new active checkpoint. */
  void activated(String id) {
    if (id.equals(proven.id()) || id.equals(best.id())) {
      trust(id);
      return;
    }
    onTrial.remove(id);
    onTrial.put(id, new LossRecord(id, settings.windows()));
    if (onTrial.size() > MAX_ON_TRIAL) {
      onTrial.remove(onTrial.keySet().iterator().next());
    }
  }

  /** A rollback proves its target; otherwise, two bad checkpoints would alternate. */
  void trust(String id) {
    if (id.equals(best.id())) {
      proven = best;
    } else if (!id.equals(proven.id())) {
      proven = new LossRecord(id, settings.windows());
    }
    best = proven;
    onTrial.clear();
    goodInARow = 0;
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
    if (id.equals(proven.id())) {
      proven.add(meanLoss);
      updateBest();
    } else if (onTrial.containsKey(id)) {
      return judge(onTrial.get(id), meanLoss);
    }
    return Optional.empty();
  }

  private Optional<Rollback> judge(LossRecord it, double meanLoss) {
    boolean comparable = !best.isEmpty();
    boolean good = comparable ? meanLoss <= limit() : Double.isFinite(meanLoss); // false for NaN
    if (comparable) {
      it.count(good);
      goodInARow = good ? goodInARow + 1 : 0;
      badInARow = good ? 0 : badInARow + 1;
    }
    if (good) {
      it.add(meanLoss);
    }
    if (comparable ? it.isMostlyGood() && goodInARow >= settings.windows() : good) {
      prove(it);
    }
    return badInARow < settings.windows() ? Optional.empty() : Optional.of(rollback(meanLoss));
  }

  /** Also ends the trials of checkpoints activated before this one. */
  private void prove(LossRecord it) {
    Iterator<LossRecord> records = onTrial.values().iterator();
    LossRecord next;
    do {
      next = records.next();
      records.remove();
    } while (next != it);
    proven = it;
    goodInARow = 0;
    updateBest();
  }

  /**
   * If the loss under the proven one, which was once below the limit, stays above it, the input has
   * changed, and the best one's losses say nothing about the new input.
   */
  private void updateBest() {
    if (best.isEmpty()
        || proven.isFull() && (proven.worst() <= best.worst() || proven.mildest() > limit())) {
      best = proven;
    }
  }

  private double limit() {
    return Math.max(settings.factor() * best.worst(), settings.toleratedLoss());
  }

  private Rollback rollback(double meanLoss) {
    String bad =
        onTrial.values().stream()
            .filter(LossRecord::isMostlyBad)
            .map(LossRecord::id)
            .collect(Collectors.joining(", "));
    return new Rollback(
        best.id(),
        proven.id(),
        String.format(
            Locale.ROOT,
            "the mean loss under %s was above %.4g in %d consecutive windows, last %.4g, compared"
                + " to %.4g under %s",
            bad,
            limit(),
            badInARow,
            meanLoss,
            best.worst(),
            best.id()));
  }
}
