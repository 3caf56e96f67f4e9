package io.contrastream.sound.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files as other programs write them, or break them. */
final class WavBytes {
  static final int PCM = 1;
  static final int FLOAT = 3;

  private WavBytes() {}

  static byte[] file(int tag, int channels, int rate, int bits, byte[] data) {
    return riff(chunk("fmt ", format(tag, channels, rate, bits)), chunk("data", data));
  }

  /** Returns a file whose format names the tag in the last place. */
  static byte[] extensible(int tag, int channels, int rate, int bits, byte[] data) {
    byte[] format = new byte[40];
    little(format)
        .put(format(0xfffe, channels, rate, bits))
        .putShort((short) 22)
        .putShort((short) bits)
        .putInt(0)
        .putShort((short) tag)
        .put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b})
        .put((byte) 0x71);
    return riff(chunk("fmt ", format), chunk("data", data));
  }

  static byte[] format(int tag, int channels, int rate, int bits) {
    int frame = channels * bits / 8;
    byte[] format = new byte[16];
    little(format)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * frame)
        .putShort((short) frame)
        .putShort((short) bits);
    return format;
  }

  static byte[] riff(byte[]... chunks) {
    int length = 4;
    for (byte[] chunk : chunks) {
      length += chunk.length;
    }
    byte[] file = new byte[8 + length];
    ByteBuffer buffer = little(file).put(ascii("RIFF")).putInt(length).put(ascii("WAVE"));
    for (byte[] chunk : chunks) {
      buffer.put(chunk);
    }
    return file;
  }

  static byte[] chunk(String id, byte[] content) {
    // chunks of odd length are padded
    byte[] chunk = new byte[8 + content.length + content.length % 2];
    little(chunk).put(ascii(id)).putInt(content.length).put(content);
    return chunk;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
