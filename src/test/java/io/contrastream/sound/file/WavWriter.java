package io.contrastream.sound.file;

import io.contrastream.sound.Sound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes recordings as WAV files of 16-bit PCM, one channel. */
public final class WavWriter {
  private static final int HEADER = 44;

  private WavWriter() {}

  /** Returns the bytes of a WAV file. */
  public static byte[] bytes(Sound sound) {
    int length = sound.samples().length * Short.BYTES;
    ByteBuffer file = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(HEADER - 8 + length).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) 1);
    file.putInt(sound.rate()).putInt(sound.rate() * Short.BYTES);
    file.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    file.put(ascii("data")).putInt(length).asShortBuffer().put(sound.samples());
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
