package io.contrastream.sound.spoken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * What the mouth does over time, one value every {@link #STEP_MILLIS}.
 *
 * @param formants in Hz, three of them
 */
record Tracks(
    double[][] formants,
    double[] voice,
    double[] breath,
    double[] hiss,
    double[] hissMiddle,
    double[] hissWidth) {

  static final int STEP_MILLIS = 5;

  /**
   * Steps to the left and to the right that a target is smoothed over: tongue and lips are slow.
   */
  private static final int SLOW = 5;

  private static final int QUICK = 1;

  static Tracks of(List<Phone> phones, Voice voice, RandomGenerator random) {
    List<Phone> steps = new ArrayList<>();
    for (Phone phone : phones) {
      double millis = phone.millis * random.nextDouble(0.8, 1.2) / voice.tempo();
      int count = (int) Math.max(2, Math.round(millis / STEP_MILLIS));
      for (int i = 0; i < count; i++) {
        steps.add(phone);
      }
    }
    double[][] formants = new double[3][];
    for (int f = 0; f < formants.length; f++) {
      int formant = f;
      double factor = voice.size() * voice.accent()[f] * random.nextDouble(0.97, 1.03);
      formants[f] = smoothed(steps, phone -> phone.formant(formant) * factor, SLOW);
    }
    return new Tracks(
        formants,
        smoothed(steps, phone -> phone.voice, QUICK),
        smoothed(steps, phone -> phone.breath, QUICK),
        smoothed(steps, phone -> phone.hiss, QUICK),
        smoothed(steps, phone -> phone.hissMiddle, 0),
        smoothed(steps, phone -> phone.hissWidth, 0));
  }

  private static double[] smoothed(
      List<Phone> steps, ToDoubleFunction<Phone> target, int neighbours) {
    double[] track = new double[steps.size()];
    Arrays.setAll(
        track,
        i ->
            steps
                .subList(Math.max(0, i - neighbours), Math.min(steps.size(), i + neighbours + 1))
                .stream()
                .mapToDouble(target)
                .average()
                .orElseThrow());
    return track;
  }

  int steps() {
    return voice.length;
  }
}
