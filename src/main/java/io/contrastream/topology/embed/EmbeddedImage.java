package io.contrastream.topology.embed;

import io.contrastream.schema.DigitImage;

/**
 * An image with its embedding.
 *
 * @param vector float32; shared, not copied: nobody writes to it
 * @param checkpointId of the weights that embedded the image
 * @param embeddedAtMs milliseconds since 1970 UTC
 */
public record EmbeddedImage(
    DigitImage image, float[] vector, String checkpointId, long embeddedAtMs) {

  /** Whether the same checkpoint embedded both images. */
  public boolean comparableWith(EmbeddedImage other) {
    return checkpointId.equals(other.checkpointId);
  }
}
