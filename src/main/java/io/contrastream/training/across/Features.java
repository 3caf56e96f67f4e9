package io.contrastream.training.across;

/**
 * Converts an input to the numbers that its network is trained on. Called by the training thread.
 *
 * @param <I> the input
 */
@FunctionalInterface
public interface Features<I> {

  /**
   * @param out receives as many numbers as the network takes, from {@code offset} on; zeros before
   */
  void write(I input, float[] out, int offset);
}
