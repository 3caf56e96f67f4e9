package io.contrastream.sound.spoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.sound.LogMel;
import io.contrastream.sound.Loudness;
import io.contrastream.sound.Sound;
import io.contrastream.source.Labelled;
import io.contrastream.source.SourceException;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpokenDigitsTest {

  private static final int TRAINING = 200;
  private static final int ALL = 300;

  /** Steps that every word is stretched to. */
  private static final int STEPS = 10;

  private static final SpokenDigits DIGITS = new SpokenDigits(1, Integer.MAX_VALUE);
  private static final List<Labelled<Sound>> MANY =
      IntStream.range(0, ALL).mapToObj(DIGITS::get).toList();

  @Test
  void shouldSayTheSameForSameSeedInAnyOrder() {
    SpokenDigits again = new SpokenDigits(1, 1_000);
    short[] late = again.get(299).input().samples();

    assertThat(again.get(3).input().samples()).isEqualTo(MANY.get(3).input().samples());
    assertThat(late).isEqualTo(MANY.get(299).input().samples());
    assertThat(again.range(3, 9).get(0).input().samples()).isEqualTo(MANY.get(3).input().samples());
  }

  @Test
  void shouldSaySomethingElseForOtherSeed() {
    SpokenDigits other = new SpokenDigits(2, 50);

    assertThat(IntStream.range(0, 50))
        .noneMatch(
            i -> Arrays.equals(other.get(i).input().samples(), MANY.get(i).input().samples()));
    assertThat(IntStream.range(0, 50).map(i -> other.get(i).label()).toArray())
        .isNotEqualTo(IntStream.range(0, 50).map(i -> MANY.get(i).label()).toArray());
  }

  @Test
  void shouldNotRepeatItself() {
    assertThat(MANY.stream().map(it -> ShortBuffer.wrap(it.input().samples())).distinct())
        .hasSize(ALL);
  }

  @Test
  void shouldSayEachLabelOnceInTen() {
    for (int from = 0; from < ALL; from += 10) {
      assertThat(MANY.subList(from, from + 10).stream().map(Labelled::label).distinct())
          .hasSize(10);
    }
  }

  @Test
  void shouldFitTheEncoder() {
    assertThat(MANY)
        .allSatisfy(
            it -> {
              Loudness.requireAudible(it.input());
              assertThat(it.input().rate()).isEqualTo(LogMel.RATE);
              assertThat(it.input().seconds()).isBetween(0.15, 1.28);
            });
  }

  @Test
  void shouldVaryLoudnessAndTempo() {
    assertThat(MANY.stream().mapToInt(it -> peak(it.input())).summaryStatistics())
        .satisfies(
            peaks -> {
              assertThat(peaks.getMin()).isBetween(1_000, 4_000);
              assertThat(peaks.getMax()).isBetween(25_000, 32_000);
            });
    assertThat(
            MANY.stream()
                .filter(it -> it.label() == 1)
                .mapToDouble(it -> it.input().seconds())
                .summaryStatistics())
        .satisfies(seconds -> assertThat(seconds.getMax()).isGreaterThan(1.5 * seconds.getMin()));
  }

  @Test
  void shouldSayDigitsThatCanBeToldApart() {
    // given the mean of each digit, which tells voices, noise and tempo little
    float[][] centres = new float[Labelled.CLASSES][];
    for (int label = 0; label < centres.length; label++) {
      int wanted = label;
      centres[label] =
          mean(MANY.subList(0, TRAINING).stream().filter(it -> it.label() == wanted).toList());
    }

    // when
    long right =
        MANY.subList(TRAINING, ALL).stream()
            .filter(it -> nearest(stretched(it.input()), centres) == it.label())
            .count();

    // then
    assertThat((double) right / (ALL - TRAINING)).isGreaterThan(0.8);
  }

  @Test
  void shouldRefuseACountBelowOne() {
    assertThatThrownBy(() -> new SpokenDigits(1, 0))
        .isInstanceOf(SourceException.class)
        .hasMessage("The count of 'spoken' is 0; it must be at least 1.");
  }

  @Test
  void shouldEndAfterItsCount() {
    SpokenDigits two = new SpokenDigits(1, 2);

    assertThat(two.size()).isEqualTo(2);
    assertThatThrownBy(() -> two.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int peak(Sound sound) {
    int peak = 0;
    for (short sample : sound.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static float[] mean(List<Labelled<Sound>> sounds) {
    float[] mean = new float[LogMel.BANDS * STEPS];
    for (Labelled<Sound> sound : sounds) {
      float[] values = stretched(sound.input());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / sounds.size();
      }
    }
    return mean;
  }

  private static int nearest(float[] values, float[][] centres) {
    return IntStream.range(0, centres.length)
        .boxed()
        .min((a, b) -> Double.compare(distance(values, centres[a]), distance(values, centres[b])))
        .orElseThrow();
  }

  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum();
  }

  /** Returns the loud part of a recording, each band as means of {@link #STEPS} parts. */
  private static float[] stretched(Sound sound) {
    float[] logMel = LogMel.of(sound);
    int[] loud =
        IntStream.range(0, LogMel.FRAMES)
            .filter(
                frame ->
                    IntStream.range(0, LogMel.BANDS)
                        .anyMatch(band -> logMel[band * LogMel.FRAMES + frame] >= 0))
            .toArray();
    int first = loud[0];
    double length = loud[loud.length - 1] + 1.0 - first;
    float[] result = new float[LogMel.BANDS * STEPS];
    for (int i = 0; i < result.length; i++) {
      int from = (int) (first + length * (i % STEPS) / STEPS);
      int to = Math.max(from + 1, (int) Math.ceil(first + length * (i % STEPS + 1) / STEPS));
      int row = i / STEPS * LogMel.FRAMES;
      result[i] =
          (float)
              IntStream.range(row + from, row + to)
                  .mapToDouble(at -> Math.max(logMel[at], -0.4))
                  .average()
                  .orElseThrow();
    }
    return result;
  }
}
