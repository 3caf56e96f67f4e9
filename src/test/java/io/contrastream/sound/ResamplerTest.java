package io.contrastream.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

  private static final double AMPLITUDE = 16_384;

  @ParameterizedTest
  @ValueSource(ints = {4_000, 11_025, 16_000, 22_050, 44_099, 44_100, 48_000})
  void shouldKeepAToneAsItIs(int rate) {
    Sound tone = Sounds.tone(rate, 0.5, 1_000, AMPLITUDE);

    float[] resampled = LogMel.resampled(tone);

    // the ends are rounded off, because nothing is known beyond them
    assertThat(resampled).hasSizeBetween(4_000, 4_001);
    for (int i = 200; i < 3_800; i++) {
      assertThat((double) resampled[i])
          .isCloseTo(0.5 * Math.sin(2 * Math.PI * i / 8), within(0.003));
    }
  }

  @ParameterizedTest
  @CsvSource({"48000, 6000", "48000, 14000", "44100, 5500", "16000, 5000", "44099, 6000"})
  void shouldSuppressWhatTheNewRateCannotHold(int rate, double hertz) {
    Sound tone = Sounds.tone(rate, 0.5, hertz, AMPLITUDE);

    float[] resampled = LogMel.resampled(tone);

    double power = 0;
    for (int i = 200; i < 3_800; i++) {
      power += resampled[i] * resampled[i] / 3_600;
    }
    assertThat(10 * Math.log10(power / (0.5 * 0.5 / 2))).isLessThan(-45);
  }

  @Test
  void shouldKeepSamplesOfTheSameRate() {
    Sound sound = new Sound(LogMel.RATE, new short[] {-32_768, 0, 16_384});

    assertThat(LogMel.resampled(sound)).containsExactly(-1, 0, 0.5f);
  }

  @ParameterizedTest
  @CsvSource({"48000, 1, 1", "48000, 7, 2", "44100, 441, 80", "44100, 442, 81", "4000, 3, 6"})
  void shouldRoundTheLengthUp(int rate, int samples, int expected) {
    assertThat(LogMel.resampled(new Sound(rate, new short[samples]))).hasSize(expected);
  }
}
