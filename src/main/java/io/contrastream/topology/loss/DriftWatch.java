package io.contrastream.topology.loss;

import io.contrastream.config.DriftSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Measures how far the latest embeddings are from the reference of their checkpoint and modality.
 * The reference is the checkpoint's first windows, until they hold enough inputs. So every
 * checkpoint has one, none has to be measured or shipped in advance, and a checkpoint trained on
 * changed data has that data as its reference. What is compared with it is gathered over windows in
 * the same way, since at a low rate a single window never holds enough. The sums of the latest
 * checkpoints are kept.
 */
final class DriftWatch {
  private static final int MAX_CHECKPOINTS = 20;

  /** Follows the name in the key of its windows that are not compared yet. */
  private static final String RECENT = "/recent";

  private final KeyValueStore<String, LossPart> sums;
  private final DriftSettings settings;

  /**
   * @param sums references and windows that are not compared yet, by {@link LossPart#name}
   */
  DriftWatch(KeyValueStore<String, LossPart> sums, DriftSettings settings) {
    this.sums = sums;
    this.settings = settings;
  }

  /**
   * Takes a window that is over and returns the distance from the reference of all windows since
   * the last result; empty if they become part of the reference, or have too few inputs to compare.
   */
  Optional<Double> distance(LossPart window) {
    if (!window.modalities().isOfOne()) {
      return Optional.empty(); // it has no embeddings of its own
    }
    String reference = window.name();
    if (!hasEnough(sums.get(reference))) {
      gather(reference, window);
      return Optional.empty();
    }
    String recent = reference + RECENT;
    LossPart latest = gather(recent, window);
    if (!hasEnough(latest)) {
      return Optional.empty();
    }
    sums.delete(recent);
    return Optional.of(latest.embeddings().distance(sums.get(reference).embeddings()));
  }

  boolean isDrift(double distance) {
    return distance > settings.threshold();
  }

  private boolean hasEnough(LossPart part) {
    return part != null && part.embeddings().images() >= settings.images();
  }

  private LossPart gather(String key, LossPart window) {
    LossPart soFar = sums.get(key);
    LossPart all = soFar == null ? window : soFar.plus(window);
    if (window.embeddings().images() > 0) {
      sums.put(key, all);
      forgetOldest();
    }
    return all;
  }

  private void forgetOldest() {
    Optional<LossPart> oldest = Optional.empty();
    Set<String> checkpoints = new HashSet<>();
    try (KeyValueIterator<String, LossPart> all = sums.all()) {
      while (all.hasNext()) {
        LossPart each = all.next().value;
        checkpoints.add(each.checkpointId());
        if (oldest.isEmpty() || each.windowStartMs() < oldest.get().windowStartMs()) {
          oldest = Optional.of(each);
        }
      }
    }
    if (checkpoints.size() > MAX_CHECKPOINTS) {
      oldest.ifPresent(each -> forget(each.checkpointId()));
    }
  }

  private void forget(String checkpointId) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, LossPart> all = sums.all()) {
      all.forEachRemaining(
          each -> {
            if (each.value.checkpointId().equals(checkpointId)) {
              keys.add(each.key);
            }
          });
    }
    keys.forEach(sums::delete);
  }
}
