package io.contrastream.training;

import io.contrastream.image.DigitPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mixes the pairs of a step: half of them positive, half negative; of each half a share is new, the
 * rest are drawn from those that came before.
 *
 * @param size of the batch; smaller batches come out where pairs of a sign are missing
 * @param fresh share of new pairs; with 1 none is replayed
 */
record BatchMix(int size, double fresh) {

  /**
   * @param news pairs since the last step, in the order in which they came; where they are too many
   *     the newest are taken
   */
  List<DigitPair> of(List<DigitPair> news, ReplayBuffer replay) {
    List<DigitPair> batch = new ArrayList<>(size);
    add(true, news, replay, batch);
    add(false, news, replay, batch);
    return batch;
  }

  private void add(
      boolean positive, List<DigitPair> news, ReplayBuffer replay, List<DigitPair> batch) {
    int half = size / 2;
    List<DigitPair> own = news.stream().filter(pair -> pair.positive() == positive).toList();
    int taken = Math.min(own.size(), (int) Math.round(half * fresh));
    batch.addAll(own.subList(own.size() - taken, own.size()));
    for (int i = taken; i < half && fresh < 1; i++) {
      Optional<DigitPair> old = replay.draw(positive);
      if (old.isEmpty()) {
        return;
      }
      batch.add(old.get());
    }
  }
}
