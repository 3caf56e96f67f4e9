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
    "8000, 5, 3, 0.4356",
    "8000, 12, 17, 0.2046",
    "8000, 35, 20, -0.1299",
    "8000, 24, 40, 0.3854",
    "44100, 5, 3, 0.4359",
    "44100, 12, 17, 0.2041",
    "44100, 36, 41, -0.1402",
    "5000, 5, 3, 0.4363",
    "5000, 12, 17, 0.2055",
    "5000, 36, 41, -1"
  })
  void shouldCalculateWhatScipyDoes(int rate, int band, int frame, float expected) {
    float[] logMel = LogMel.of(Sounds.chirp(rate, 0.5));

    assertThat(at(logMel, band, frame)).isEqualTo(expected, EXACT);
  }

  @ParameterizedTest
  @CsvSource({"8000, 0.1", "8000, 0.5", "44100, 1", "48000, 4"})
  void shouldStretchEveryRecordingToTheSameLength(int rate, double seconds) {
    // given a low tone, and from the middle on a high one
    Sound sound =
        Sounds.of(
            rate,
            seconds,
            t -> 10_000 * Math.sin(2 * Math.PI * (t < seconds / 2 ? 300 : 3_000) * t));

    float[] logMel = LogMel.of(sound);

    assertThat(logMel).hasSize(LogMel.BANDS * LogMel.FRAMES);
    for (int frame : new int[] {0, 10, 19}) {
      assertThat(loudestBand(logMel, frame)).isEqualTo(5);
      assertThat(loudestBand(logMel, LogMel.FRAMES - 1 - frame)).isEqualTo(35);
    }
  }

  @Test
  void shouldNotDependOnLoudness() {
    float[] loud = LogMel.of(Sounds.chirp(LogMel.RATE, 0.5));
    float[] samples = LogMel.resampled(Sounds.chirp(LogMel.RATE, 0.5));
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= 16;
    }

    float[] quiet = LogMel.ofSamples(samples, LogMel.AUDIBLE);

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
    assertThat(loudest(cut, LogMel.FRAMES - 1)).isGreaterThan(-0.5f);
  }

  @ParameterizedTest
  @CsvSource({"-44, true", "-46, false"})
  void shouldKeepWhatIsAtMost45DecibelsQuieter(double decibels, boolean kept) {
    // given a quiet start of 0.1 s
    double quiet = 20_000 * Math.pow(10, decibels / 20);
    Sound sound =
        Sounds.of(
            LogMel.RATE, 0.5, t -> (t < 0.1 ? quiet : 20_000) * Math.sin(2_000 * Math.PI * t));

    float[] logMel = LogMel.of(sound);

    assertThat(loudest(logMel, 4) < 0).isEqualTo(kept);
  }

  @Test
  void shouldKeepATenthOfASecondOfNoiseAroundTheWord() {
    // given 0.4 s of a tone amid noise that is 35 dB quieter
    Sound sound =
        Sounds.of(
            LogMel.RATE, 3, t -> (t > 1 && t < 1.4 ? 20_000 : 356) * Math.sin(2_000 * Math.PI * t));

    float[] logMel = LogMel.of(sound);

    // then 10 of about 60 frames
    assertThat(loudest(logMel, 6)).isBetween(-0.2f, -0.1f);
    assertThat(loudest(logMel, 10)).isGreaterThan(0.9f);
    assertThat(loudest(logMel, LogMel.FRAMES - 11)).isGreaterThan(0.9f);
    assertThat(loudest(logMel, LogMel.FRAMES - 7)).isBetween(-0.2f, -0.1f);
  }

  @Test
  void shouldKeepAPauseWithinTheWord() {
    Sound six =
        Sounds.of(
            LogMel.RATE, 0.6, t -> t < 0.2 || t > 0.4 ? 9_000 * Math.sin(2_000 * Math.PI * t) : 0);

    float[] logMel = LogMel.of(six);

    assertThat(loudest(logMel, 8)).isGreaterThan(0.9f);
    assertThat(loudest(logMel, 24)).isEqualTo(-1);
    assertThat(loudest(logMel, 40)).isGreaterThan(0.9f);
  }

  @Test
  void shouldStayWithinOneAndMinusOne() {
    float[] logMel = LogMel.of(Sounds.chirp(16_000, 1));

    assertThat(IntStream.range(0, logMel.length).mapToObj(i -> logMel[i]))
        .allMatch(value -> value >= -1 && value <= 1)
        .anyMatch(value -> value > 0.95f)
        .contains(-1f);
  }

  @Test
  void shouldTakeARecordingShorterThanAFrame() {
    float[] logMel = LogMel.of(new Sound(LogMel.RATE, new short[] {5_000}));

    assertThat(loudest(logMel, 0)).isEqualTo(1);
    assertThat(loudest(logMel, LogMel.FRAMES - 1)).isEqualTo(1);
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
