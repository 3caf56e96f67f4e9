package io.contrastream.neighbours;

import java.util.List;
import java.util.stream.IntStream;

/** Divides the vectors of a ball among two centres (k-means). */
final class Halves {
  private static final int ROUNDS = 8;

  private final List<float[]> vectors;
  private final boolean[] inSecond;
  private float[] first;
  private float[] second;

  private Halves(Ball ball) {
    vectors = IntStream.range(0, ball.size()).mapToObj(ball.vectors()::get).toList();
    inSecond = new boolean[vectors.size()];
    first = furthest(ball.center());
    second = furthest(first);
  }

  static Halves of(Ball ball) {
    Halves halves = new Halves(ball);
    for (int i = 0; i < ROUNDS; i++) {
      halves.assign();
      if (!halves.areProper()) {
        break;
      }
      halves.first = halves.mean(false);
      halves.second = halves.mean(true);
    }
    return halves;
  }

  private float[] furthest(float[] point) {
    float[] best = point;
    double distance = -1;
    for (float[] vector : vectors) {
      double squared = Ball.squaredDistance(vector, point);
      if (squared > distance) {
        distance = squared;
        best = vector;
      }
    }
    return best;
  }

  private void assign() {
    for (int i = 0; i < inSecond.length; i++) {
      float[] vector = vectors.get(i);
      inSecond[i] = Ball.squaredDistance(vector, second) < Ball.squaredDistance(vector, first);
    }
  }

  private float[] mean(boolean ofSecond) {
    double[] sums = new double[first.length];
    int count = 0;
    for (int i = 0; i < inSecond.length; i++) {
      if (inSecond[i] == ofSecond) {
        count++;
        for (int j = 0; j < sums.length; j++) {
          sums[j] += vectors.get(i)[j];
        }
      }
    }
    float[] mean = new float[sums.length];
    for (int j = 0; j < sums.length; j++) {
      mean[j] = (float) (sums[j] / count);
    }
    return mean;
  }

  /** Whether neither is empty, which one is if all vectors coincide. */
  boolean areProper() {
    boolean any = false;
    boolean all = true;
    for (boolean each : inSecond) {
      any |= each;
      all &= each;
    }
    return any && !all;
  }

  float[] first() {
    return first;
  }

  float[] second() {
    return second;
  }

  boolean isInSecond(int place) {
    return inSecond[place];
  }
}
