package io.contrastream.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The range of a chart's axis, with ticks at intervals of 1, 2 or 5 times a power of ten. */
record Axis(double from, double to, double step) {

  private static final int TICKS = 6;

  /** Returns an axis that covers all finite values and begins and ends at a tick. */
  static Axis covering(double[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    if (min > max) {
      return new Axis(0, 1, 0.2);
    }
    double span = max > min ? max - min : Math.max(1, Math.abs(max));
    double step = roundStep(span / TICKS);
    double to = Math.ceil(max / step) * step;
    double from = Math.floor(min / step) * step;
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

  /** Formats a tick with as many decimals as the step needs. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    BigDecimal number = BigDecimal.valueOf(tick).setScale(decimals, RoundingMode.HALF_EVEN);
    return decimals > 8 || Math.abs(tick) >= 1e9
        ? "%.1e".formatted(tick)
        : number.signum() == 0 ? "0" : number.toPlainString();
  }

  /** Returns the position of a value: 0 at the start of the axis, 1 at its end. */
  double share(double value) {
    return (value - from) / (to - from);
  }
}
