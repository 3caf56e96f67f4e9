package io.contrastream.encoding;

import java.util.List;

/**
 * Turns inputs of one modality into embeddings, with the weights of one checkpoint. Several threads
 * may call {@link #embed} at once, but none while another closes the encoder: if both can happen,
 * let a {@link ModelSlot} lend it.
 *
 * @param <I> one input; an image is an array of unsigned bytes, row by row
 */
public interface Encoder<I> extends AutoCloseable {
  /** Returns what the encoder takes and gives; constant. */
  EncoderSpec spec();

  /** Returns the id of the weights in use; constant. */
  String checkpointId();

  /**
   * Embeds a batch in evaluation mode.
   *
   * @param inputs at least one, each as {@link #spec} describes
   * @return one new vector for each input, in their order
   * @throws IllegalArgumentException if an input is at fault; every other failure is the engine's
   *     or the device's
   */
  float[][] embed(List<I> inputs);

  /** Frees the encoder's native memory; an encoder on loan returns its model. */
  @Override
  void close();
}
