package io.contrastream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Captions and sounds for tests; their vectors are those of {@link Images} of the same label. */
final class Inputs {
  private static final int RATE = 8000;
  private static final int LOUD = 200 << 8;

  private Inputs() {}

  static DigitCaption caption(String id, String pairId, ImageRole role, Integer label) {
    return DigitCaption.newBuilder()
        .setCaptionId(id)
        .setPairId(pairId)
        .setRole(role)
        .setLabel(label)
        .setText(text(label))
        .build();
  }

  static DigitSound sound(String id, String pairId, ImageRole role, Integer label) {
    return DigitSound.newBuilder()
        .setSoundId(id)
        .setPairId(pairId)
        .setRole(role)
        .setLabel(label)
        .setSampleRate(RATE)
        .setSamples(samples(label))
        .build();
  }

  /** Returns a text whose bytes are zero but for that at the index of the label. */
  private static String text(int label) {
    byte[] bytes = new byte[10];
    bytes[label] = 'x';
    return new String(bytes, UTF_8);
  }

  private static ByteBuffer samples(int label) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * RATE / 2).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putShort(2 * label, (short) LOUD);
  }
}
