package io.contrastream.encoding;

import io.contrastream.schema.Modality;

/** The bytes that stand for modalities in stored state; they never change. */
public final class ModalityCode {
  private static final byte IMAGE = 0;
  private static final byte CAPTION = 1;
  private static final byte SOUND = 2;

  private ModalityCode() {}

  public static byte of(Modality modality) {
    return switch (modality) {
      case IMAGE -> IMAGE;
      case CAPTION -> CAPTION;
      case SOUND -> SOUND;
    };
  }

  /**
   * @throws IllegalArgumentException if the byte stands for none
   */
  public static Modality read(byte code) {
    return switch (code) {
      case IMAGE -> Modality.IMAGE;
      case CAPTION -> Modality.CAPTION;
      case SOUND -> Modality.SOUND;
      default -> throw new IllegalArgumentException("No modality has the code " + code);
    };
  }
}
