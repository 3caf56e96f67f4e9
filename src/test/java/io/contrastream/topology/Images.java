package io.contrastream.topology;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import java.nio.ByteBuffer;

/** Images for tests; the pixel at the index of the label is set. */
public final class Images {
  private Images() {}

  public static DigitImage single(String id, Integer label) {
    return image(id, null, ImageRole.SINGLE, label).build();
  }

  static DigitImage anchor(String id, String pairId, Integer label) {
    return image(id, pairId, ImageRole.ANCHOR, label).build();
  }

  /** An anchor that announces how many contrastive examples will follow. */
  static DigitImage anchorOf(int examples, String id, String pairId, Integer label) {
    return image(id, pairId, ImageRole.ANCHOR, label).setExamples(examples).build();
  }

  static DigitImage contrastive(String id, String pairId, Integer label) {
    return image(id, pairId, ImageRole.CONTRASTIVE, label).build();
  }

  static DigitImage.Builder image(String id, String pairId, ImageRole role, Integer label) {
    byte[] pixels = new byte[Digit.PIXELS];
    pixels[label == null ? 0 : label] = (byte) 200;
    return DigitImage.newBuilder()
        .setImageId(id)
        .setPairId(pairId)
        .setRole(role)
        .setLabel(label)
        .setPixels(ByteBuffer.wrap(pixels));
  }
}
