package io.contrastream.encoding;

import java.util.List;

/**
 * The active checkpoint's network, on loan: turns images into vectors. {@link #close} gives it
 * back; the network itself is freed when its last borrower has done so.
 *
 * <p>Threads: {@link #embed} may be called from several threads at once, each with its own loan.
 */
public interface Embedder extends AutoCloseable {

  /** Names the weights in use; constant while on loan. */
  String checkpointId();

  /** Length of a vector. */
  int dimension();

  /**
   * Embeds a batch in evaluation mode.
   *
   * @param images n arrays of 784 unsigned bytes, row-major; at least one
   * @return n fresh vectors, float32, in the order of the images
   * @throws IllegalArgumentException where an image is at fault; every other failure is the
   *     engine's or the device's
   */
  float[][] embed(List<byte[]> images);

  @Override
  void close();
}
