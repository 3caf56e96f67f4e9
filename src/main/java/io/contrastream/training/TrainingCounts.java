package io.contrastream.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The progress of online training in numbers.
 *
 * @param pairs taken, including those that are not trained on
 * @param heldOut pairs of two held-out inputs
 * @param steps including skipped ones
 * @param skipped steps that were skipped, in whole or for some modalities
 * @param restored number of times that the last good weights of a network were restored
 */
public record TrainingCounts(long pairs, long heldOut, long steps, long skipped, long restored) {

  static final TrainingCounts NONE = new TrainingCounts(0, 0, 0, 0, 0);

  TrainingCounts plusPair(boolean isHeldOut) {
    return new TrainingCounts(pairs + 1, heldOut + (isHeldOut ? 1 : 0), steps, skipped, restored);
  }

  TrainingCounts plusStep(boolean wasSkipped, boolean wasRestored) {
    return new TrainingCounts(
        pairs,
        heldOut,
        steps + 1,
        skipped + (wasSkipped ? 1 : 0),
        restored + (wasRestored ? 1 : 0));
  }

  void save(DataOutputStream out) throws IOException {
    out.writeLong(pairs);
    out.writeLong(heldOut);
    out.writeLong(steps);
    out.writeLong(skipped);
    out.writeLong(restored);
  }

  static TrainingCounts restore(DataInputStream in) throws IOException {
    return new TrainingCounts(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
