package io.contrastream.topology.loss;

import io.contrastream.config.DriftSettings;
import io.contrastream.similarity.EmbeddingSums;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Measures how far a window's embeddings are from the reference of their checkpoint. The reference
 * is the checkpoint's first windows, until they hold enough images. So every checkpoint has one,
 * none has to be measured or shipped in advance, and a checkpoint trained on changed data has that
 * data as its reference. The references of the latest checkpoints are kept.
 */
final class DriftWatch {
  private static final int MAX_REFERENCES = 20;

  private final KeyValueStore<String, LossPart> references;
  private final DriftSettings settings;

  /**
   * @param references by checkpoint id
   */
  DriftWatch(KeyValueStore<String, LossPart> references, DriftSettings settings) {
    this.references = references;
    this.settings = settings;
  }

  /**
   * Takes a window that is over and returns its distance from the reference; empty if the window
   * becomes part of the reference, or has too few images to compare.
   */
  Optional<Double> distance(LossPart window) {
    LossPart reference = references.get(window.checkpointId());
    if (reference == null || reference.embeddings().images() < settings.images()) {
      addToReference(reference, window);
      return Optional.empty();
    }
    EmbeddingSums embeddings = window.embeddings();
    return embeddings.images() < settings.images()
        ? Optional.empty()
        : Optional.of(embeddings.distance(reference.embeddings()));
  }

  boolean isDrift(double distance) {
    return distance > settings.threshold();
  }

  private void addToReference(LossPart reference, LossPart window) {
    if (window.embeddings().images() > 0) {
      references.put(window.checkpointId(), reference == null ? window : reference.plus(window));
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Optional<LossPart> oldest = Optional.empty();
    int count = 0;
    try (KeyValueIterator<String, LossPart> all = references.all()) {
      while (all.hasNext()) {
        LossPart each = all.next().value;
        count++;
        if (oldest.isEmpty() || each.windowStartMs() < oldest.get().windowStartMs()) {
          oldest = Optional.of(each);
        }
      }
    }
    if (count > MAX_REFERENCES) {
      oldest.ifPresent(each -> references.delete(each.checkpointId()));
    }
  }
}
