package io.contrastream.training;

import io.contrastream.image.DigitPair;
import java.util.List;
import java.util.Map;

/**
 * Pairs that are held out from training to evaluate candidates. Whether a pair is held out depends
 * only on its id, so it is the same in every run, on every machine and for every trainer. Keeps a
 * bounded sample for each digit and sign. Not thread-safe.
 */
public final class HoldOut {
  private static final int PARTS = 1 << 20;

  private final double share;
  private final ReplayBuffer sample;

  /**
   * Starts empty or resumes from a saved state.
   *
   * @param share of the pairs that are held out, at least 0 and below 1
   * @param capacity number of pairs kept
   * @param saved the result of {@link #save}, or empty
   * @throws TrainerStateException if the saved state can't be read
   */
  public HoldOut(double share, int capacity, long seed, Map<String, byte[]> saved) {
    this.share = share;
    sample = new ReplayBuffer(capacity, seed, saved);
  }

  private HoldOut(double share, ReplayBuffer sample) {
    this.share = share;
    this.sample = sample;
  }

  /** Returns an independent copy. */
  HoldOut copy() {
    return new HoldOut(share, sample.copy());
  }

  /** Whether the pair with this id is held out. The answer never changes. */
  public boolean takes(String pairId) {
    return Math.floorMod(ResumableRandom.mixed(pairId.hashCode()), PARTS) < share * PARTS;
  }

  /** Adds a held-out pair, possibly in place of an older one. */
  public void add(DigitPair pair) {
    sample.add(pair);
  }

  /** Returns the pairs, always in the same order. */
  public List<DigitPair> pairs() {
    return sample.pairs();
  }

  /** Returns everything needed to resume exactly from here. */
  public Map<String, byte[]> save() {
    return sample.save();
  }
}
