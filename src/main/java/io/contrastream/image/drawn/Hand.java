package io.contrastream.image.drawn;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The hand that writes one digit: how it bends, slants, turns and squeezes the strokes. Maps
 * strokes in a field of 100 by 100 to strokes around the origin, in the same units.
 */
final class Hand {

  private static final double UNSTEADINESS = 1.1;
  private static final double BEND = 3.2;
  private static final double MAX_SLANT = 0.5;
  private static final double MAX_TURN = Math.toRadians(13);

  private final RandomGenerator random;
  private final double[] waves;
  private final double width;
  private final double slant;
  private final double turn;

  Hand(RandomGenerator random) {
    this.random = random;
    this.waves = waves(random);
    this.width = clamped(0.9 + 0.13 * random.nextGaussian(), 0.7, 1.12);
    this.slant = clamped(0.12 + 0.18 * random.nextGaussian(), -0.3, MAX_SLANT);
    this.turn = clamped(Math.toRadians(5) * random.nextGaussian(), -MAX_TURN, MAX_TURN);
  }

  /** Returns two slow waves per axis as amplitude, frequency along x and y, and phase. */
  private static double[] waves(RandomGenerator random) {
    return IntStream.range(0, 16)
        .mapToDouble(
            i ->
                switch (i % 4) {
                  case 0 -> BEND * random.nextGaussian();
                  case 3 -> random.nextDouble(2 * Math.PI);
                  default -> random.nextDouble(-0.045, 0.045);
                })
        .toArray();
  }

  /** Returns the strokes of a random shape between a style's extremes, as this hand writes it. */
  List<Stroke> write(Styles.Style style) {
    List<Stroke> strokes = style.extremes().get(0);
    for (List<Stroke> extreme : style.extremes().subList(1, style.extremes().size())) {
      double share = random.nextDouble();
      List<Stroke> from = strokes;
      strokes =
          IntStream.range(0, from.size())
              .mapToObj(i -> from.get(i).towards(extreme.get(i), share))
              .toList();
    }
    return strokes.stream().map(this::unsteady).map(Stroke::curve).map(this::formed).toList();
  }

  private Stroke unsteady(Stroke stroke) {
    return new Stroke(trembling(stroke.x()), trembling(stroke.y()), stroke.corner());
  }

  private double[] trembling(double[] values) {
    double[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += UNSTEADINESS * clamped(random.nextGaussian(), -2, 2);
    }
    return result;
  }

  private Stroke formed(Stroke stroke) {
    double[] x = new double[stroke.size()];
    double[] y = new double[stroke.size()];
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    for (int i = 0; i < x.length; i++) {
      double right = stroke.x()[i] + bend(stroke, i, 0) - 50;
      double down = stroke.y()[i] + bend(stroke, i, 8) - 50;
      double across = right * width - down * slant;
      x[i] = across * cos - down * sin;
      y[i] = across * sin + down * cos;
    }
    return new Stroke(x, y, stroke.corner());
  }

  private double bend(Stroke stroke, int point, int axis) {
    double sum = 0;
    for (int w = axis; w < axis + 8; w += 4) {
      double along = waves[w + 1] * stroke.x()[point] + waves[w + 2] * stroke.y()[point];
      sum += waves[w] * Math.sin(along + waves[w + 3]);
    }
    return sum;
  }

  static double clamped(double value, double min, double max) {
    return Math.max(min, Math.min(max, value));
  }
}
