package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Encodes a pair as {@link #SIZE} bytes: both labels, the target, the pixels. */
final class PairCodec {
  static final int SIZE = 3 + 2 * Digit.PIXELS;

  private static final int UNKNOWN_LABEL = -1;

  private PairCodec() {}

  static void write(DigitPair pair, DataOutputStream out) throws IOException {
    out.writeByte(label(pair.anchor()));
    out.writeByte(label(pair.contrastive()));
    out.writeByte(pair.target());
    out.write(pair.anchor().pixels());
    out.write(pair.contrastive().pixels());
  }

  private static int label(Digit digit) {
    return digit.isLabelled() ? digit.label() : UNKNOWN_LABEL;
  }

  static DigitPair read(DataInputStream in) throws IOException {
    int anchor = in.readByte();
    int contrastive = in.readByte();
    boolean positive = in.readByte() == 1;
    return new DigitPair(digit(anchor, in), digit(contrastive, in), positive);
  }

  private static Digit digit(int label, DataInputStream in) throws IOException {
    byte[] pixels = new byte[Digit.PIXELS];
    in.readFully(pixels);
    return new Digit(pixels, label == UNKNOWN_LABEL ? null : Integer.valueOf(label));
  }
}
