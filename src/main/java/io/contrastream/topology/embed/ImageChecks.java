package io.contrastream.topology.embed;

import static io.contrastream.schema.ImageRole.SINGLE;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;

/** What an image must be, to be embedded and joined. */
public final class ImageChecks {
  private static final int LONGEST_ID = 256;

  /** What an anchor can add to the count of partners that did not come. */
  private static final int MOST_EXAMPLES = 10_000;

  private ImageChecks() {}

  /**
   * @param key the Kafka record's
   * @throws InvalidImageException with the first fault found, and what to do about it
   */
  public static void check(String key, DigitImage image) {
    checkId("imageId", image.getImageId());
    if (image.getPairId() != null) {
      checkId("pairId", image.getPairId());
    }
    String name = "Image '" + image.getImageId() + "'";
    checkPixels(name, image);
    checkLabel(name, image);
    checkPair(name, key, image);
  }

  /** Bounded, because ids are kept with the images that wait, and stand in logs and messages. */
  private static void checkId(String field, String id) {
    require(!id.isBlank(), "The image's %s is empty; give each image an id of its own", field);
    require(
        id.length() <= LONGEST_ID,
        "The image's %s has %d characters; %d are allowed",
        field,
        id.length(),
        LONGEST_ID);
    require(
        id.chars().noneMatch(Character::isISOControl),
        "The image's %s holds control characters, such as a line break; leave them out",
        field);
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
          "%s names the pair '%s' but its role is SINGLE; say ANCHOR or CONTRASTIVE, or drop"
              + " pairId",
          name,
          pairId);
      return;
    }
    require(
        pairId != null,
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
        image.getExamples() == null
            || (image.getExamples() > 0 && image.getExamples() <= MOST_EXAMPLES),
        "%s announces %s contrastive examples; say 1 to %d, or null where it is unknown",
        name,
        image.getExamples(),
        MOST_EXAMPLES);
  }

  private static void require(boolean holds, String message, Object... facts) {
    if (!holds) {
      throw new InvalidImageException(message.formatted(facts));
    }
  }
}
