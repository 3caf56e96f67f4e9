package io.contrastream.topology;

import io.contrastream.schema.DigitImage;

/**
 * An image with its vector.
 *
 * @param vector 64 numbers, float32; nobody writes to it
 * @param checkpointId whose weights made it
 * @param embeddedAtMs when, milliseconds since 1970 UTC
 */
record EmbeddedImage(DigitImage image, float[] vector, String checkpointId, long embeddedAtMs) {

  boolean comparableWith(EmbeddedImage other) {
    return checkpointId.equals(other.checkpointId);
  }
}
