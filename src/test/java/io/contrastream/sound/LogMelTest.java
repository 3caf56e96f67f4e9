package io.contrastream.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogMelTest {

  private static final Offset<Float> EXACT = within(2e-4f);

  /** Values of the same steps in NumPy and SciPy. */
  @ParameterizedTest
  @CsvSource({
    "8000, 1, 2, -1",
    "8000, 5, 3, 0.4278",
    "8000, 12, 17, 0.0707",
    "8000, 35, 20, -0.13",
    "8000, 24, 40, 0.668",
    "44100, 5, 3, 0.4281",
    "44100, 12, 17, 0.0702",
    "44100, 36, 41, -0.1402",
    "5000, 5, 3, 0.4285",
    "5000, 12, 17, 0.0716",
    "5000, 36, 41, -1"
  })
  void shouldCalculateWhatScipyDoes(int rate, int band, int frame, float expected) {
    float[] logMel = LogMel.of(Sounds.chirp(rate, 0.5));

    assertThat(at(logMel, band, frame)).isEqualTo(expected, EXACT);
  }

  @ParameterizedTest
  @CsvSource({"8000", "44100", "48000"})
  void shouldPadAtTheEnd(int rate) {
    float[] logMel = LogMel.of(Sounds.tone(rate, 0.5, 1_000, 10_000));

    assertThat(logMel).hasSize(LogMel.BANDS * LogMel.FRAMES);
    for (int band = 0; band < LogMel.BANDS; band++) {
      for (int frame = 47; frame < LogMel.FRAMES; frame++) {
        assertThat(at(logMel, band, frame)).isEqualTo(-1);
      }
    }
    assertThat(loudest(logMel, 46)).isGreaterThan(0.9f);
  }

  @Test
  void shouldKeepTheFirstFramesOfALongRecording() {
    // given 0.5 s of a low tone, 0.78 s of a high one, and others after that
    Sound sound =
        Sounds.of(
            LogMel.RATE,
            3,
            t -> 10_000 * Math.sin(2 * Math.PI * (t < 0.5 ? 300 : t < 1.3 ? 3_000 : 1_000) * t));

    float[] logMel = LogMel.of(sound);

    assertThat(loudestBand(logMel, 10)).isEqualTo(5);
    assertThat(loudestBand(logMel, LogMel.FRAMES - 1)).isEqualTo(35);
  }

  @Test
  void shouldNotDependOnLoudness() {
    float[] loud = LogMel.of(Sounds.chirp(LogMel.RATE, 0.5));
    float[] samples = LogMel.resampled(Sounds.chirp(LogMel.RATE, 0.5));
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= 16;
    }

    float[] quiet = LogMel.ofSamples(samples);

    assertThat(quiet).containsExactly(loud, EXACT);
  }

  @Test
  void shouldCutPausesAroundTheWord() {
    // given whole frames of a hiss that is 50 dB quieter
    double[] noise = new SplittableRandom(1).doubles(24_000, -30, 30).toArray();
    Sound whole =
        Sounds.of(
            LogMel.RATE,
            3,
            t -> {
              double hiss = noise[(int) Math.round(t * LogMel.RATE)];
              return t >= 1 && t < 1.5 ? Sounds.chirp(t - 1 + 0.2) : hiss;
            });
    Sound word = new Sound(LogMel.RATE, Arrays.copyOfRange(whole.samples(), 7_760, 12_240));

    float[] cut = LogMel.of(whole);

    assertThat(cut).containsExactly(LogMel.of(word), EXACT);
    assertThat(loudest(cut, 0)).isGreaterThan(-0.5f);
    assertThat(loudest(cut, 60)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"-44, true", "-46, false"})
  void shouldKeepWhatIsAtMost45DecibelsQuieter(double decibels, boolean kept) {
    // given a quiet start of 0.2 s, in whole frames
    double quiet = 20_000 * Math.pow(10, decibels / 20);
    Sound sound =
        Sounds.of(
            LogMel.RATE, 0.6, t -> (t < 0.2 ? quiet : 20_000) * Math.sin(2_000 * Math.PI * t));

    float[] logMel = LogMel.of(sound);

    assertThat(loudest(logMel, 10) < 0).isEqualTo(kept);
  }

  @Test
  void shouldKeepAPauseWithinTheWord() {
    Sound six =
        Sounds.of(
            LogMel.RATE, 0.6, t -> t < 0.2 || t > 0.4 ? 9_000 * Math.sin(2_000 * Math.PI * t) : 0);

    float[] logMel = LogMel.of(six);

    assertThat(loudest(logMel, 10)).isGreaterThan(0.9f);
    assertThat(loudest(logMel, 30)).isEqualTo(-1);
    assertThat(loudest(logMel, 50)).isGreaterThan(0.9f);
  }

  @Test
  void shouldStayWithinOneAndMinusOne() {
    float[] logMel = LogMel.of(Sounds.chirp(16_000, 1));

    assertThat(IntStream.range(0, logMel.length).mapToObj(i -> logMel[i]))
        .allMatch(value -> value >= -1 && value <= 1)
        .contains(1f)
        .contains(-1f);
  }

  @Test
  void shouldTakeARecordingShorterThanAFrame() {
    float[] logMel = LogMel.of(new Sound(LogMel.RATE, new short[] {5_000}));

    assertThat(loudest(logMel, 0)).isEqualTo(1);
    assertThat(loudest(logMel, 1)).isEqualTo(-1);
  }

  @Test
  void shouldGiveSeveralThreadsWhatItGivesOne() {
    float[] expected = LogMel.of(Sounds.chirp(11_025, 0.5));

    assertThat(
            IntStream.range(0, 64).parallel().mapToObj(i -> LogMel.of(Sounds.chirp(11_025, 0.5))))
        .allMatch(each -> Arrays.equals(each, expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, -32})
  void shouldRefuseSilence(int peak) {
    short[] samples = new short[4_000];
    samples[77] = (short) peak;

    assertThatThrownBy(() -> LogMel.of(new Sound(LogMel.RATE, samples)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A sound must not be silent: its loudest sample is %d of 32768", Math.abs(peak));
  }

  @Test
  void shouldTakeAFaintVoice() {
    short[] samples = new short[4_000];
    samples[77] = -33;

    assertThat(loudest(LogMel.of(new Sound(LogMel.RATE, samples)), 0)).isEqualTo(1);
  }

  @Test
  void shouldRefuseAClippedRecording() {
    // given
    short[] samples = new short[1_000];
    Arrays.fill(samples, 0, 100, Short.MAX_VALUE);
    Arrays.fill(samples, 100, 200, Short.MIN_VALUE);
    Sound loud = new Sound(LogMel.RATE, samples.clone());
    samples[200] = Short.MAX_VALUE;
    Sound clipped = new Sound(LogMel.RATE, samples);

    // then
    assertThat(LogMel.of(loud)).contains(1);
    assertThatThrownBy(() -> LogMel.of(clipped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A sound must not be clipped: 20.1 % of its samples are at full scale; at most 20 % may"
                + " be");
  }

  private static float at(float[] logMel, int band, int frame) {
    return logMel[band * LogMel.FRAMES + frame];
  }

  private static int loudestBand(float[] logMel, int frame) {
    return IntStream.range(0, LogMel.BANDS)
        .boxed()
        .max((a, b) -> Float.compare(at(logMel, a, frame), at(logMel, b, frame)))
        .orElseThrow();
  }

  private static float loudest(float[] logMel, int frame) {
    return at(logMel, loudestBand(logMel, frame), frame);
  }
}
