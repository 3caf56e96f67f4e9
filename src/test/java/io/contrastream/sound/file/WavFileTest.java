package io.contrastream.sound.file;

import static io.contrastream.sound.file.WavBytes.FLOAT;
import static io.contrastream.sound.file.WavBytes.PCM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.sound.Sound;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {

  /** Silence, half of full scale up and down, and the ends of the range. */
  @ParameterizedTest
  @CsvSource({
    "1, 8, 80 c0 40 ff 00, 32512",
    "1, 16, 0000 0040 00c0 ff7f 0080, 32767",
    "1, 24, 000000 000040 0000c0 ffff7f 000080, 32767",
    "1, 32, 00000000 00000040 000000c0 ffffff7f 00000080, 32767",
    "3, 32, 00000000 0000003f 000000bf 0000803f 000080bf, 32767",
    "3, 64, 0000000000000000 000000000000e03f 000000000000e0bf 000000000000f03f 000000000000f0bf,"
        + " 32767",
  })
  void shouldReadEveryCoding(int tag, int bits, String data, short highest) {
    byte[] samples = hex(data);

    Sound plain = parse(WavBytes.file(tag, 1, 16_000, bits, samples));
    Sound extensible = parse(WavBytes.extensible(tag, 1, 16_000, bits, samples));

    assertThat(plain.rate()).isEqualTo(16_000);
    assertThat(plain.samples())
        .containsExactly((short) 0, (short) 16_384, (short) -16_384, highest, Short.MIN_VALUE);
    assertThat(extensible.samples()).containsExactly(plain.samples());
  }

  @Test
  void shouldReadTheLowestByteOfTwentyFourBitsAsUnsigned() {
    // given 0x00007f80 and 0xffff8080, which differ from 0 and -1 of 16 bits by half a step
    byte[] file = WavBytes.file(PCM, 1, 8_000, 24, hex("80 7f 00  80 80 ff"));

    assertThat(parse(file).samples()).containsExactly((short) 128, (short) -127);
  }

  @Test
  void shouldMixChannelsToTheirMean() {
    byte[] stereo = WavBytes.file(PCM, 2, 44_100, 16, hex("e803 d007  e803 18fc"));
    byte[] three = WavBytes.file(PCM, 3, 44_100, 16, hex("ff7f ff7f ff7f  0300 0000 0000"));

    assertThat(parse(stereo).samples()).containsExactly((short) 1_500, (short) 0);
    assertThat(parse(three).samples()).containsExactly(Short.MAX_VALUE, (short) 1);
  }

  @Test
  void shouldClipFloatsBeyondFullScale() {
    byte[] file = WavBytes.file(FLOAT, 1, 8_000, 32, hex("0000c03f 0000c0bf"));

    assertThat(parse(file).samples()).containsExactly(Short.MAX_VALUE, Short.MIN_VALUE);
  }

  @Test
  void shouldSkipOtherChunks() {
    // given one of odd length, padded
    byte[] file =
        WavBytes.riff(
            WavBytes.chunk("LIST", new byte[7]),
            WavBytes.chunk("fmt ", WavBytes.format(PCM, 1, 8_000, 16)),
            WavBytes.chunk("fact", new byte[4]),
            WavBytes.chunk("data", hex("0100 0200")),
            WavBytes.chunk("id3 ", new byte[10]));

    assertThat(parse(file).samples()).containsExactly((short) 1, (short) 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {4_000, 48_000})
  void shouldTakeFourSeconds(int rate) {
    byte[] file = WavBytes.file(PCM, 1, rate, 8, new byte[4 * rate]);

    assertThat(parse(file).seconds()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3999 | has 3999 samples a second; expected 4000 to 48000.",
        "96000 | has 96000 samples a second",
        "-1 | has 4294967295 samples a second"
      })
  void shouldRefuseOtherRates(int rate, String message) {
    assertRefused(WavBytes.file(PCM, 1, rate, 16, new byte[4]), message);
  }

  @Test
  void shouldRefuseALongRecording() {
    assertRefused(
        WavBytes.file(PCM, 1, 8_000, 8, new byte[32_080]),
        "a.wav has 4.01 s; a recording has at most 4 s: cut it.");
  }

  @Test
  void shouldRefuseARecordingWithoutSamples() {
    assertRefused(
        WavBytes.file(PCM, 2, 8_000, 16, new byte[2]), "a.wav is empty: it has no samples.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 | 8 | has A-law; only linear PCM",
        "2 | 4 | has ADPCM; only",
        "85 | 16 | has MP3; only",
        "1234 | 16 | has codec 1234; only",
        "1 | 12 | has PCM of 12 bits; only",
        "3 | 16 | has floats of 16 bits; only"
      })
  void shouldRefuseOtherCodings(int tag, int bits, String message) {
    assertRefused(WavBytes.file(tag, 1, 8_000, bits, new byte[8]), message);
    assertRefused(WavBytes.extensible(tag, 1, 8_000, bits, new byte[8]), message);
  }

  @Test
  void shouldRefuseFloatsThatAreNoNumbers() {
    assertRefused(
        WavBytes.file(FLOAT, 1, 8_000, 32, hex("0000c07f")),
        "a.wav has a sample that is not a finite number.");
  }

  @Test
  void shouldRefuseChannelsThatDoNotFit() {
    byte[] none = WavBytes.file(PCM, 0, 8_000, 16, new byte[4]);
    byte[] frames = WavBytes.file(PCM, 2, 8_000, 16, new byte[4]);
    frames[32] = 2;

    assertRefused(none, "is broken: its 0 channels of 16 bits do not make 0 bytes");
    assertRefused(frames, "is broken: its 2 channels of 16 bits do not make 2 bytes");
  }

  @Test
  void shouldRefuseDataLongerThanTheFile() {
    byte[] file = WavBytes.file(PCM, 1, 8_000, 16, new byte[100]);

    assertRefused(
        Arrays.copyOf(file, file.length - 1),
        "is cut off, or was never closed: its chunk 'data' should have 100 bytes, but only 99"
            + " follow. Save it again.");
  }

  @Test
  void shouldRefuseEveryFileThatWasCutOff() {
    byte[] file = WavBytes.extensible(PCM, 1, 8_000, 16, new byte[2]);

    for (int length = 0; length < file.length; length++) {
      assertRefused(Arrays.copyOf(file, length), "a.wav ");
    }
  }

  @Test
  void shouldRefuseAFormatThatIsTooShort() {
    byte[] plain = WavBytes.chunk("fmt ", new byte[14]);
    byte[] extensible = WavBytes.chunk("fmt ", WavBytes.format(0xfffe, 1, 8_000, 16));
    byte[] data = WavBytes.chunk("data", new byte[2]);

    assertRefused(WavBytes.riff(plain, data), "the description of its format is too short");
    assertRefused(WavBytes.riff(extensible, data), "the description of its format is too short");
    assertRefused(WavBytes.riff(data, plain), "is cut off: it ends before its samples");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ID3 and more | a.wav is an MP3 file; save it as WAV.",
        "<!DOCTYPE html> | a.wav is a web page; download the file itself.",
        "MThd and a song | a.wav is not a WAV file: it does not begin with RIFF and WAVE.",
        "RIFF....AVI LIST | a.wav is not a WAV file",
        "RIFF | a.wav is not a WAV file"
      })
  void shouldSayWhatAnotherFileIs(String content, String message) {
    assertRefused(content.getBytes(StandardCharsets.US_ASCII), message);
  }

  @Test
  void shouldRefuseALargeFileBeforeItIsInMemory(@TempDir Path folder) throws IOException {
    // given 1 TB with holes
    Path file = folder.resolve("a.wav");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(1L << 40);
    }

    assertThatThrownBy(() -> WavFile.read(file))
        .isInstanceOf(SourceException.class)
        .hasMessage("%s is larger than 16 MiB; a recording has at most 4 s.", file);
  }

  @Test
  void shouldReadAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.wav");
    Files.write(file, WavBytes.file(PCM, 1, 8_000, 16, hex("0100")));

    assertThat(WavFile.read(file).samples()).containsExactly((short) 1);
    assertThatThrownBy(() -> WavFile.read(folder.resolve("b.wav")))
        .isInstanceOf(SourceException.class)
        .hasMessageEndingWith("b.wav cannot be read: no such file or folder.");
  }

  private static Sound parse(byte[] file) {
    return WavFile.parse(file, "a.wav");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> parse(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
