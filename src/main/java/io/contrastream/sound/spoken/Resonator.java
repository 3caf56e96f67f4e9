package io.contrastream.sound.spoken;

/** Klatt's resonator: two poles, and a gain of one at 0 Hz. */
final class Resonator {
  private final double rate;
  private double gain;
  private double b;
  private double c;
  private double last;
  private double beforeLast;

  Resonator(double rate) {
    this.rate = rate;
  }

  /**
   * @param hertz at most 0.47 of the sample rate is used
   */
  void tune(double hertz, double width) {
    double radius = StrictMath.exp(-Math.PI * width / rate);
    c = -radius * radius;
    b = 2 * radius * StrictMath.cos(2 * Math.PI * Math.min(hertz, 0.47 * rate) / rate);
    gain = 1 - b - c;
  }

  double next(double input) {
    double output = gain * input + b * last + c * beforeLast;
    beforeLast = last;
    last = output;
    return output;
  }
}
