package io.contrastream.topology;

import static io.contrastream.schema.ImageRole.SINGLE;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;

/** What an image must be, to be embedded and joined. */
final class ImageChecks {
  private ImageChecks() {}

  /**
   * @param key the Kafka record's
   * @throws InvalidImageException with the first fault found, and what to do about it
   */
  static void check(String key, DigitImage image) {
    if (image == null) {
      throw new InvalidImageException(
          "The record has no value; send a DigitImage, and nothing to delete one");
    }
    require(
        !image.getImageId().isBlank(), "The image has no id; give each image its own imageId", "");
    String name = "Image '" + image.getImageId() + "'";
    checkPixels(name, image);
    checkLabel(name, image);
    checkPair(name, key, image);
  }

  private static void checkPixels(String name, DigitImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    require(
        height == Digit.HEIGHT && width == Digit.WIDTH,
        "%s is %d × %d (height × width); the network takes 28 × 28: scale it before it is sent",
        name,
        height,
        width);
    int bytes = image.getPixels().remaining();
    require(
        bytes == Digit.PIXELS,
        "%s has %d bytes of pixels where 28 × 28 take 784; send one unsigned byte a pixel",
        name,
        bytes);
  }

  private static void checkLabel(String name, DigitImage image) {
    Integer label = image.getLabel();
    require(
        label == null || (label >= 0 && label < Digit.CLASSES),
        "%s has label %s; a label is 0 to 9, or null where it is unknown",
        name,
        label);
  }

  private static void checkPair(String name, String key, DigitImage image) {
    String pairId = image.getPairId();
    if (image.getRole() == SINGLE) {
      require(
          pairId == null,
          "%s names the pair '%s' but its role is SINGLE; say ANCHOR or CONTRASTIVE, or drop pairId",
          name,
          pairId);
      return;
    }
    require(
        pairId != null && !pairId.isBlank(),
        "%s has role %s but no pairId; give it the id that it shares with its partner",
        name,
        image.getRole());
    require(
        pairId.equals(key),
        "%s of pair '%s' came under the key '%s'; use the pair id as key, so that both images of"
            + " the pair meet in one partition",
        name,
        pairId,
        key);
    require(
        image.getExamples() == null || image.getExamples() > 0,
        "%s announces %s contrastive examples; say 1 or more, or null where it is unknown",
        name,
        image.getExamples());
  }

  private static void require(boolean holds, String message, Object... facts) {
    if (!holds) {
      throw new InvalidImageException(message.formatted(facts));
    }
  }
}
