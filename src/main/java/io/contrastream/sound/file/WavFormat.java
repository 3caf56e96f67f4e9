package io.contrastream.sound.file;

import io.contrastream.sound.Sound;
import io.contrastream.source.SourceException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How the samples of a WAV file are stored.
 *
 * @param channels at least 1
 * @param frameBytes bytes of one sample of all channels
 */
record WavFormat(SampleCoding coding, int channels, int rate, int frameBytes) {

  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xfffe;

  /** Bytes of a chunk up to the format that an extensible one names. */
  private static final int EXTENSIBLE_LENGTH = 26;

  private static final int LENGTH = 16;

  private static final Map<Integer, String> CODECS =
      Map.of(
          2, "ADPCM", 6, "A-law", 7, "mu-law", 0x11, "ADPCM", 0x31, "GSM", 0x50, "MPEG", 0x55,
          "MP3", 0xff, "AAC");

  /**
   * @param chunk the content of {@code fmt}
   * @throws SourceException if its samples can't be read
   */
  static WavFormat of(ByteBuffer chunk, String name) {
    boolean extensible = chunk.remaining() >= LENGTH && tag(chunk, 0) == EXTENSIBLE;
    if (chunk.remaining() < (extensible ? EXTENSIBLE_LENGTH : LENGTH)) {
      throw new SourceException(
          "%s is broken: the description of its format is too short.".formatted(name));
    }
    int tag = tag(chunk, extensible ? EXTENSIBLE_LENGTH - 2 : 0);
    int channels = Short.toUnsignedInt(chunk.getShort(2));
    long rate = Integer.toUnsignedLong(chunk.getInt(4));
    int frameBytes = Short.toUnsignedInt(chunk.getShort(12));
    int bits = Short.toUnsignedInt(chunk.getShort(14));
    SampleCoding coding = coding(tag, bits, name);
    if (channels == 0 || frameBytes != channels * coding.bytes()) {
      throw new SourceException(
          "%s is broken: its %d channels of %d bits do not make %d bytes."
              .formatted(name, channels, bits, frameBytes));
    }
    if (rate < Sound.MIN_RATE || rate > Sound.MAX_RATE) {
      throw new SourceException(
          "%s has %d samples a second; expected %d to %d."
              .formatted(name, rate, Sound.MIN_RATE, Sound.MAX_RATE));
    }
    return new WavFormat(coding, channels, (int) rate, frameBytes);
  }

  private static int tag(ByteBuffer chunk, int at) {
    return Short.toUnsignedInt(chunk.getShort(at));
  }

  private static SampleCoding coding(int tag, int bits, String name) {
    boolean isFloat = tag == FLOAT;
    for (SampleCoding coding : SampleCoding.values()) {
      if ((isFloat || tag == PCM) && coding.isFloat() == isFloat && coding.bits() == bits) {
        return coding;
      }
    }
    String found =
        tag == PCM || isFloat
            ? (isFloat ? "floats" : "PCM") + " of " + bits + " bits"
            : CODECS.getOrDefault(tag, "codec " + tag);
    throw new SourceException(
        "%s has %s; only linear PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits are read: save it as 16-bit PCM."
            .formatted(name, found));
  }
}
