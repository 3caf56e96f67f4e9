package io.contrastream.sound.spoken;

import java.util.random.RandomGenerator;

/**
 * Speaks tracks: pulses of the glottis and breath pass four resonators in a row, hiss one of its
 * own, as in Klatt's synthesizer. Used once.
 */
final class Mouth {

  /** Share of a period in which the glottis is open. */
  private static final double OPEN = 0.6;

  private static final double[] WIDTHS = {70, 100, 160};
  private static final double FOURTH_FORMANT = 3_400;
  private static final double FOURTH_WIDTH = 300;

  private final Voice voice;
  private final RandomGenerator random;
  private final int rate;
  private final Resonator[] tract = new Resonator[WIDTHS.length + 1];
  private final Resonator teeth;
  private double phase;
  private double shimmer = 1;
  private double jitter = 1;

  Mouth(Voice voice, int rate, RandomGenerator random) {
    this.voice = voice;
    this.rate = rate;
    this.random = random;
    this.teeth = new Resonator(rate);
    for (int i = 0; i < tract.length; i++) {
      tract[i] = new Resonator(rate);
    }
    tract[WIDTHS.length].tune(FOURTH_FORMANT * voice.size(), FOURTH_WIDTH);
  }

  double[] speak(Tracks tracks) {
    int perStep = rate * Tracks.STEP_MILLIS / 1_000;
    double[] samples = new double[tracks.steps() * perStep];
    double before = 0;
    for (int i = 0; i < samples.length; i++) {
      int step = i / perStep;
      if (i % perStep == 0) {
        tune(tracks, step);
      }
      double within = (double) (i % perStep) / perStep;
      double pulse = glottis((double) i / samples.length);
      double noise = random.nextDouble(-1, 1);
      double breath = at(tracks.breath(), step, within) * noise;
      double source = at(tracks.voice(), step, within) * pulse + breath;
      for (Resonator resonator : tract) {
        source = resonator.next(source);
      }
      double sound = source + teeth.next(at(tracks.hiss(), step, within) * noise);
      samples[i] = sound - voice.tilt() * before;
      before = sound;
    }
    return samples;
  }

  private void tune(Tracks tracks, int step) {
    for (int i = 0; i < WIDTHS.length; i++) {
      tract[i].tune(tracks.formants()[i][step], WIDTHS[i] * voice.damping());
    }
    teeth.tune(tracks.hissMiddle()[step], tracks.hissWidth()[step]);
  }

  /** Returns a value between those of a step and the next. */
  private static double at(double[] track, int step, double within) {
    double next = step + 1 < track.length ? track[step + 1] : 0;
    return track[step] + within * (next - track[step]);
  }

  /**
   * Returns the change of the flow, after Klatt and Klatt (1990), with noise while it flows.
   *
   * @param progress share of the word that is over
   */
  private double glottis(double progress) {
    phase += voice.pitch() * jitter * (1 + (voice.rise() - 1) * progress) / rate;
    if (phase >= 1) {
      phase -= 1;
      jitter = random.nextDouble(0.985, 1.015);
      shimmer = random.nextDouble(0.92, 1.08);
    }
    if (phase > OPEN) {
      return 0;
    }
    double open = phase / OPEN;
    double noise = voice.breath() * random.nextDouble(-1, 1);
    return shimmer * (2 * open - 3 * open * open) + noise;
  }
}
