package io.contrastream.sound.spoken;

import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import io.contrastream.source.IndexedRandom;
import io.contrastream.source.Labelled;
import io.contrastream.source.LabelledSource;
import io.contrastream.source.ShuffledLabels;
import io.contrastream.source.SourceException;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Generates spoken English digits on demand, each by a voice of its own, in some noise. Every block
 * of {@link Labelled#CLASSES} has each label once, in random order. Seed and index determine a
 * recording. Safe for use by several threads.
 */
public final class SpokenDigits implements LabelledSource<Sound> {
  private static final int RATE = LogMel.RATE;

  /** Share of the range that is never used, so that nothing clips. */
  private static final double HEADROOM = 0.95;

  private final long seed;
  private final int size;

  /**
   * @param size number of recordings, or {@link Integer#MAX_VALUE} for an endless source
   */
  public SpokenDigits(long seed, int size) {
    if (size < 1) {
      throw new SourceException(
          "The count of 'spoken' is %d; it must be at least 1.".formatted(size));
    }
    this.seed = seed;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Labelled<Sound> sample(int label, RandomGenerator random) {
    return get(ShuffledLabels.sample(seed, size, label, random));
  }

  @Override
  public Labelled<Sound> get(int index) {
    int label = ShuffledLabels.at(seed, Objects.checkIndex(index, size));
    SplittableRandom random = IndexedRandom.of(seed, index);
    Voice voice = Voice.of(random);
    Tracks tracks = Tracks.of(Pronunciations.of(label, random), voice, random);
    double[] word = new Mouth(voice, RATE, random).speak(tracks);
    return new Labelled<>(new Sound(RATE, recorded(word, random)), label);
  }

  /** Adds a pause before and after, noise of -50 to -20 dB, and changes the loudness. */
  private static short[] recorded(double[] word, RandomGenerator random) {
    int before = random.nextInt(RATE / 50, RATE / 8);
    int after = random.nextInt(RATE / 50, RATE / 8);
    double power = Arrays.stream(word).map(x -> x * x).average().orElseThrow();
    // uniform noise from -a to a has the power a * a / 3
    double noise = StrictMath.sqrt(3 * power) * decibels(random.nextDouble(-50, -20));
    double[] all = new double[before + word.length + after];
    System.arraycopy(word, 0, all, before, word.length);
    double peak = 0;
    for (int i = 0; i < all.length; i++) {
      all[i] += noise * random.nextDouble(-1, 1);
      peak = Math.max(peak, Math.abs(all[i]));
    }
    double gain = HEADROOM * Short.MAX_VALUE / peak * decibels(random.nextDouble(-24, 0));
    short[] samples = new short[all.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(all[i] * gain);
    }
    return samples;
  }

  private static double decibels(double value) {
    return StrictMath.pow(10, value / 20);
  }
}
