package io.contrastream.sound.file;

import io.contrastream.config.ForeignFormat;
import io.contrastream.source.SourceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two chunks of a WAV file that matter. The JDK's reader takes MIDI and AIFF files too, and
 * can't say what is wrong.
 */
record RiffChunks(ByteBuffer format, ByteBuffer data) {

  private static final int HEADER = 8;

  private static final List<ForeignFormat> FORMATS =
      Stream.concat(
              ForeignFormat.COMMON.stream(),
              Stream.of(
                  new ForeignFormat("494433|fff[abef23]", "an MP3 file; save it as WAV"),
                  new ForeignFormat("4f676753", "an Ogg file; save it as WAV"),
                  new ForeignFormat("664c6143", "a FLAC file; save it as WAV"),
                  new ForeignFormat("1a45dfa3", "a WebM or Matroska file; save it as WAV"),
                  new ForeignFormat("(..){4}66747970", "an MPEG-4 file; save it as WAV"),
                  new ForeignFormat("464f524d", "an AIFF file; save it as WAV"),
                  new ForeignFormat("52463634", "an RF64 file, for large recordings"),
                  new ForeignFormat("52494658", "big-endian; save it as an ordinary WAV file"),
                  new ForeignFormat("504b0304", "a zip archive; unpack it"),
                  new ForeignFormat("1f8b", "compressed with gzip; unpack it")))
          .toList();

  /**
   * @throws SourceException if it is not a WAV file or lacks a part
   */
  static RiffChunks of(byte[] bytes, String name) {
    requireWave(bytes, name);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(12);
    ByteBuffer format = null;
    while (file.remaining() >= HEADER) {
      String id = id(bytes, file.position());
      long length = Integer.toUnsignedLong(file.getInt(file.position() + 4));
      file.position(file.position() + HEADER);
      if (length > file.remaining()) {
        throw new SourceException(
            "%s is cut off, or was never closed: its chunk '%s' should have %d bytes, but only %d follow. Save it again."
                .formatted(name, id.strip(), length, file.remaining()));
      }
      ByteBuffer chunk = file.slice(file.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
      if (id.equals("fmt ")) {
        format = chunk;
      } else if (id.equals("data") && format != null) {
        return new RiffChunks(format, chunk);
      }
      // chunks of odd length are padded
      file.position((int) Math.min(bytes.length, file.position() + length + length % 2));
    }
    throw new SourceException(
        "%s is cut off: it ends before its %s."
            .formatted(name, format == null ? "format and samples" : "samples"));
  }

  private static void requireWave(byte[] bytes, String name) {
    if (bytes.length >= 12 && id(bytes, 0).equals("RIFF") && id(bytes, 8).equals("WAVE")) {
      return;
    }
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, ForeignFormat.LENGTH));
    String found =
        ForeignFormat.describe(FORMATS, start)
            .orElse("not a WAV file: it does not begin with RIFF and WAVE");
    throw new SourceException("%s is %s.".formatted(name, found));
  }

  private static String id(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }
}
