package io.contrastream.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Composes the batch of a step: half positive and half negative pairs. Of each half a share is new,
 * the rest are replayed.
 *
 * @param size of the batch; the batch is smaller if there are no pairs of one sign
 * @param fresh share of new pairs; if 1, none is replayed
 */
record BatchMix(int size, double fresh) {

  /**
   * @param arrived pairs since the last step, in the order of arrival; if there are too many, the
   *     newest are taken
   */
  List<SamplePair> of(List<SamplePair> arrived, ReplayBuffer replay) {
    List<SamplePair> batch = new ArrayList<>(size);
    add(true, arrived, replay, batch);
    add(false, arrived, replay, batch);
    return batch;
  }

  private void add(
      boolean positive, List<SamplePair> arrived, ReplayBuffer replay, List<SamplePair> batch) {
    int half = size / 2;
    List<SamplePair> ofSign = arrived.stream().filter(pair -> pair.positive() == positive).toList();
    int taken = Math.min(ofSign.size(), (int) Math.round(half * fresh));
    batch.addAll(ofSign.subList(ofSign.size() - taken, ofSign.size()));
    for (int i = taken; i < half && fresh < 1; i++) {
      Optional<SamplePair> old = replay.draw(positive);
      if (old.isEmpty()) {
        return;
      }
      batch.add(old.get());
    }
  }
}
