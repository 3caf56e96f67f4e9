package io.contrastream.training.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoundAugmenterTest {
  private static final int SIZE = LogMel.BANDS * LogMel.FRAMES;

  @Test
  void shouldWriteNumbersInRangeAtTheOffset() {
    // given
    float[] out = new float[3 * SIZE];
    SoundAugmenter augmenter = new SoundAugmenter(1);

    // when
    for (int i = 0; i < 100; i++) {
      Arrays.fill(out, Float.NaN);
      augmenter.write(chirp(800 + 50 * i), out, SIZE);

      // then
      assertThat(Arrays.copyOfRange(out, 0, SIZE)).containsOnly(Float.NaN);
      assertThat(Arrays.copyOfRange(out, 2 * SIZE, 3 * SIZE)).containsOnly(Float.NaN);
      for (int k = SIZE; k < 2 * SIZE; k++) {
        assertThat(out[k]).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void shouldDistortDifferentlyEachTimeAndTheSameFromTheSameSeed() {
    // given
    SoundAugmenter augmenter = new SoundAugmenter(1);

    // when
    float[] first = written(augmenter);
    float[] second = written(augmenter);

    // then
    assertThat(first).isNotEqualTo(second).isEqualTo(written(new SoundAugmenter(1)));
    assertThat(first).isNotEqualTo(LogMel.of(chirp(4000)));
  }

  private static float[] written(SoundAugmenter augmenter) {
    float[] out = new float[SIZE];
    augmenter.write(chirp(4000), out, 0);
    return out;
  }

  /** A tone that rises from 200 Hz. */
  private static Sound chirp(int length) {
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) (9000 * Math.sin(2 * Math.PI * (200 + 0.05 * i) * i / 8000));
    }
    return new Sound(8000, samples);
  }
}
