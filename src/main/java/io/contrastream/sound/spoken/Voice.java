package io.contrastream.sound.spoken;

import java.util.random.RandomGenerator;

/**
 * Who speaks, and how.
 *
 * @param pitch in Hz
 * @param rise the pitch at the end, divided by that at the start
 * @param size factor of the formants; a short vocal tract has high ones
 * @param accent factor of each formant besides
 * @param breath share of noise in the voice
 * @param damping factor of the formants' bandwidths
 * @param tempo factor of the speed
 * @param tilt how much of the previous sample the microphone takes away; bright if positive
 */
record Voice(
    double pitch,
    double rise,
    double size,
    double[] accent,
    double breath,
    double damping,
    double tempo,
    double tilt) {

  private static final double LOWEST = 85;
  private static final double HIGHEST = 260;

  static Voice of(RandomGenerator random) {
    double height = random.nextDouble();
    // high voices tend to have short vocal tracts
    double size = 0.85 + 0.35 * (0.65 * height + 0.35 * random.nextDouble());
    return new Voice(
        LOWEST * StrictMath.pow(HIGHEST / LOWEST, height),
        random.nextDouble(0.65, 1.2),
        size,
        new double[] {
          random.nextDouble(0.94, 1.06),
          random.nextDouble(0.94, 1.06),
          random.nextDouble(0.96, 1.04)
        },
        random.nextDouble(0.02, 0.25),
        random.nextDouble(0.8, 1.6),
        random.nextDouble(0.7, 1.4),
        random.nextDouble(-0.8, 0.2));
  }
}
