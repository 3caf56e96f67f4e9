package io.contrastream.training;

import io.contrastream.image.DigitPair;
import java.util.List;
import java.util.Map;

/**
 * Pairs that are never trained on, to judge by. Whether a pair belongs here follows from its id
 * alone, so that it does in every run, on every machine, and for every trainer. Holds a bounded
 * sample of them, of each digit and sign.
 *
 * <p>Threads: one.
 */
public final class HoldOut {
  private static final int PARTS = 1 << 20;

  private final double share;
  private final ReplayBuffer sample;

  /**
   * @param share of the pairs that belong here, 0 to below 1
   * @param capacity pairs that are kept
   * @param saved what {@link #save} gave, or nothing
   * @throws TrainerStateException where it can't be read
   */
  public HoldOut(double share, int capacity, long seed, Map<String, byte[]> saved) {
    this.share = share;
    sample = new ReplayBuffer(capacity, seed, saved);
  }

  private HoldOut(double share, ReplayBuffer sample) {
    this.share = share;
    this.sample = sample;
  }

  /** As it is now, whatever comes to this one later. */
  HoldOut copy() {
    return new HoldOut(share, sample.copy());
  }

  /** Whether a pair of this id belongs here, with the same answer for ever. */
  public boolean takes(String pairId) {
    return Math.floorMod(ResumableRandom.mixed(pairId.hashCode()), PARTS) < share * PARTS;
  }

  /** Keeps a pair that belongs here, perhaps in place of an older one. */
  public void add(DigitPair pair) {
    sample.add(pair);
  }

  /** Always in the same order. */
  public List<DigitPair> pairs() {
    return sample.pairs();
  }

  /** All that it takes to go on exactly from here. */
  public Map<String, byte[]> save() {
    return sample.save();
  }
}
