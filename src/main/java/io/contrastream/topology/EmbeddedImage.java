package io.contrastream.topology;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;

/**
 * An image with its vector.
 *
 * @param vector 64 numbers, float32; nobody writes to it
 * @param checkpointId whose weights made it
 * @param embeddedAtMs when, milliseconds since 1970 UTC
 */
record EmbeddedImage(DigitImage image, float[] vector, String checkpointId, long embeddedAtMs)
    implements LossSample {

  /**
   * Whether chance alone brought it, so that it stands for all images. Contrastive examples are
   * chosen for their anchors; all other images come as the world has them.
   */
  boolean cameByChance() {
    return image.getRole() != ImageRole.CONTRASTIVE;
  }

  @Override
  public void addTo(WindowSums sums) {
    sums.embeddings().add(vector);
  }

  boolean comparableWith(EmbeddedImage other) {
    return checkpointId.equals(other.checkpointId);
  }
}
