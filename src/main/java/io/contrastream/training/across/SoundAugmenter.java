package io.contrastream.training.across;

import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Distorts recordings at random, so that a few voices stand for many: pitch, the length of the
 * vocal tract, the microphone's balance, noise, quiet ends that were cut, the tempo within the
 * word, and gaps in time and frequency. Not thread-safe.
 */
public final class SoundAugmenter implements Features<Sound> {
  private static final int BANDS = LogMel.BANDS;
  private static final int FRAMES = LogMel.FRAMES;

  /** Quiet ends are cut, half the time, at up to as many dB below the loudest sound. */
  private static final double LOUDEST_CUT = -10;

  /** Frames that are added or cut at either end. */
  private static final double SHIFT = 4;

  /** The value of silence. */
  private static final float FLOOR = -1;

  private final SplittableRandom random;

  public SoundAugmenter(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public void write(Sound sound, float[] out, int offset) {
    float[] samples = spoken(LogMel.resampled(sound));
    double audible =
        random.nextBoolean() ? LogMel.AUDIBLE : random.nextDouble(LogMel.AUDIBLE, LOUDEST_CUT);
    float[] mel = warped(LogMel.ofSamples(samples, audible));
    equalise(mel);
    mask(mel);
    System.arraycopy(mel, 0, out, offset, mel.length);
  }

  /** Changes pitch and vocal tract together, the balance of high and low, and adds noise. */
  private float[] spoken(float[] samples) {
    double speed = factor(0.1, 0.65, 1.5);
    float[] spoken = new float[Math.max(1, (int) (samples.length / speed))];
    for (int i = 0; i < spoken.length; i++) {
      spoken[i] = at(samples, i * speed);
    }
    double tilt = random.nextDouble(-0.5, 0.5);
    for (int i = spoken.length - 1; i > 0; i--) {
      spoken[i] += (float) (tilt * spoken[i - 1]);
    }
    if (random.nextBoolean()) {
      addNoise(spoken, random.nextDouble(5, 40));
    }
    return spoken;
  }

  private void addNoise(float[] samples, double decibels) {
    double power = 0;
    for (float sample : samples) {
      power += (double) sample * sample / samples.length;
    }
    double deviation = Math.sqrt(power) * Math.pow(10, -decibels / 20);
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (deviation * random.nextGaussian());
    }
  }

  /** Stretches the spectrogram along both axes, and bends time. */
  private float[] warped(float[] mel) {
    double tract = factor(0.1, 0.7, 1.4);
    double[] columns = columns();
    float[] warped = new float[mel.length];
    Arrays.fill(warped, FLOOR);
    for (int band = 0; band < BANDS; band++) {
      double row = band * tract;
      int low = (int) row;
      float part = (float) (row - low);
      if (low >= BANDS) {
        continue;
      }
      int high = Math.min(BANDS - 1, low + 1);
      for (int frame = 0; frame < FRAMES; frame++) {
        double column = columns[frame];
        if (column < 0 || column > FRAMES - 1) {
          continue;
        }
        float below = at(mel, low * FRAMES, column);
        float above = at(mel, high * FRAMES, column);
        warped[band * FRAMES + frame] = below + part * (above - below);
      }
    }
    return warped;
  }

  /** Returns where each frame comes from. */
  private double[] columns() {
    double bend = factor(0.15, 0.6, 1.6);
    double from = random.nextDouble(-SHIFT, SHIFT);
    double to = FRAMES - 1 + random.nextDouble(-SHIFT, SHIFT);
    double[] columns = new double[FRAMES];
    Arrays.setAll(columns, i -> from + (to - from) * Math.pow(i / (FRAMES - 1.0), bend));
    return columns;
  }

  /** Raises some bands and lowers others, as another voice or microphone would. */
  private void equalise(float[] mel) {
    double tilt = random.nextDouble(-0.3, 0.3);
    double wave = random.nextDouble(0.2);
    double length = random.nextDouble(0.5, 3);
    double phase = random.nextDouble(2 * Math.PI);
    for (int band = 0; band < BANDS; band++) {
      double place = (double) band / BANDS;
      double gain = tilt * (2 * place - 1) + wave * Math.cos(2 * Math.PI * length * place + phase);
      for (int i = band * FRAMES; i < (band + 1) * FRAMES; i++) {
        mel[i] = mel[i] == FLOOR ? FLOOR : (float) Math.max(FLOOR, Math.min(1, mel[i] + gain));
      }
    }
  }

  private void mask(float[] mel) {
    int frames = random.nextInt(8);
    int firstFrame = random.nextInt(FRAMES - frames);
    int bands = random.nextInt(8);
    int firstBand = random.nextInt(BANDS - bands);
    for (int band = 0; band < BANDS; band++) {
      boolean isMasked = band >= firstBand && band < firstBand + bands;
      int from = band * FRAMES + (isMasked ? 0 : firstFrame);
      Arrays.fill(mel, from, from + (isMasked ? FRAMES : frames), FLOOR);
    }
  }

  /** Returns a random factor around 1, as often above as below. */
  private double factor(double deviation, double min, double max) {
    return Math.min(max, Math.max(min, Math.exp(deviation * random.nextGaussian())));
  }

  private static float at(float[] numbers, double place) {
    return place > numbers.length - 1 ? 0 : at(numbers, 0, place);
  }

  /** Returns the value between two numbers of a row. */
  private static float at(float[] numbers, int row, double place) {
    int low = row + (int) place;
    int high = Math.min(numbers.length - 1, low + 1);
    float part = (float) (place - (int) place);
    return numbers[low] + part * (numbers[high] - numbers[low]);
  }
}
