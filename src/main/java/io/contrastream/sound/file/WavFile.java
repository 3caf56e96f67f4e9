package io.contrastream.sound.file;

import io.contrastream.config.FileFaults;
import io.contrastream.sound.Loudness;
import io.contrastream.sound.Sound;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a WAV file as a recording of one channel: linear PCM of 8 to 32 bits or floats of 32 or 64
 * bits, of {@link Sound#MIN_RATE} to {@link Sound#MAX_RATE} Hz, several channels mixed to their
 * mean.
 */
public final class WavFile {

  /** Four seconds of 64-bit stereo are 3 MB at the highest rate; the rest is for other chunks. */
  static final int MAX_BYTES = 16 << 20;

  private WavFile() {}

  /**
   * @throws SourceException if the file can't be read
   */
  public static Sound read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MAX_BYTES + 1), file.toString());
    } catch (IOException e) {
      throw new SourceException("%s cannot be read: %s.".formatted(file, FileFaults.reason(e)), e);
    }
  }

  /**
   * As {@link #read}, and refuses what could not be embedded.
   *
   * @throws SourceException if the file can't be read, or the recording is silent or clipped
   */
  public static Sound readAudible(Path file) {
    Sound sound = read(file);
    try {
      Loudness.requireAudible(sound);
    } catch (IllegalArgumentException e) {
      throw new SourceException("%s: %s.".formatted(file, e.getMessage()), e);
    }
    return sound;
  }

  /**
   * @param bytes the whole file, at most 16 MiB
   * @param name of the file, for messages
   * @throws SourceException if the bytes are no WAV file that can be read
   */
  public static Sound parse(byte[] bytes, String name) {
    if (bytes.length > MAX_BYTES) {
      throw new SourceException(
          "%s is larger than %d MiB; a recording has at most %d s."
              .formatted(name, MAX_BYTES >> 20, Sound.MAX_SECONDS));
    }
    RiffChunks chunks = RiffChunks.of(bytes, name);
    WavFormat format = WavFormat.of(chunks.format(), name);
    int frames = chunks.data().remaining() / format.frameBytes();
    if (frames == 0) {
      throw new SourceException("%s is empty: it has no samples.".formatted(name));
    }
    double seconds = (double) frames / format.rate();
    if (seconds > Sound.MAX_SECONDS) {
      throw new SourceException(
          String.format(
              Locale.ROOT,
              "%s has %.2f s; a recording has at most %d s: cut it.",
              name,
              seconds,
              Sound.MAX_SECONDS));
    }
    short[] samples = new short[frames];
    for (int i = 0; i < frames; i++) {
      double mean = 0;
      for (int channel = 0; channel < format.channels(); channel++) {
        mean += format.coding().read(chunks.data()) / format.channels();
      }
      if (!Double.isFinite(mean)) {
        throw new SourceException("%s has a sample that is not a finite number.".formatted(name));
      }
      long rounded = Math.round(mean * (1 << 15));
      samples[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
    }
    return new Sound(format.rate(), samples);
  }
}
