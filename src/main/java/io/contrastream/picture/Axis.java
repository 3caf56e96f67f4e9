package io.contrastream.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of a chart: the range it shows and its ticks, at round numbers (1, 2 or 5 times a power
 * of ten apart).
 */
record Axis(double from, double to, double step) {

  private static final int TICKS = 6;

  /**
   * An axis that begins and ends at a tick and holds all of these values.
   *
   * @param values finite numbers; others are passed over
   */
  static Axis covering(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (least > most) {
      return new Axis(0, 1, 0.2);
    }
    double span = most > least ? most - least : Math.max(1, Math.abs(most));
    double step = roundStep(span / TICKS);
    double to = Math.ceil(most / step) * step;
    double from = Math.floor(least / step) * step;
    return new Axis(from, to > from ? to : from + step, step);
  }

  private static double roundStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double share = rough / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i <= Math.round((to - from) / step); i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** The tick's number with as many decimals as the step needs. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    BigDecimal number = BigDecimal.valueOf(tick).setScale(decimals, RoundingMode.HALF_EVEN);
    return decimals > 8 || Math.abs(tick) >= 1e9
        ? "%.1e".formatted(tick)
        : number.signum() == 0 ? "0" : number.toPlainString();
  }

  /**
   * @return 0 at the axis' start, 1 at its end
   */
  double share(double value) {
    return (value - from) / (to - from);
  }
}
