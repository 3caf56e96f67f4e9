package io.contrastream.neighbours;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Unit vectors of one modality, divided into balls, and an exact search among them. By the triangle
 * inequality, no vector of a ball is nearer to a query than the centre's distance less the radius:
 * a ball that is no nearer than the neighbours found so far is left out. Not thread-safe, but any
 * number of threads may search at once.
 */
final class Balls {
  /** More than the rounding errors of distances between unit vectors, and of radii. */
  private static final float SLACK = 1e-6f;

  private final int dimension;
  private final Rows rows;
  private final List<Ball> balls = new ArrayList<>();
  private final VectorList centers;

  Balls(int dimension, Rows rows) {
    this.dimension = dimension;
    this.rows = rows;
    this.centers = new VectorList(dimension);
  }

  List<Ball> all() {
    return balls;
  }

  void add(int row, float[] vector) {
    Ball ball = balls.isEmpty() ? create(vector) : nearestTo(vector);
    add(ball, row, vector);
    if (ball.isTooLarge()) {
      split(ball);
    }
  }

  /** Adds a ball without vectors. */
  Ball create(float[] center) {
    Ball ball = new Ball(center.clone());
    ball.number = balls.size();
    balls.add(ball);
    centers.add(center);
    return ball;
  }

  void add(Ball ball, int row, float[] vector) {
    int place = ball.add(row, Filter.mask(rows.label(row)), vector);
    rows.place(row, ball, place);
  }

  private Ball nearestTo(float[] vector) {
    float[] distances = squaredDistances(vector);
    int best = 0;
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] < distances[best]) {
        best = i;
      }
    }
    return balls.get(best);
  }

  private float[] squaredDistances(float[] vector) {
    float[] query = centers.query(vector);
    float[] block = new float[VectorList.BLOCK];
    float[] distances = new float[balls.size()];
    for (int i = 0; i < centers.blocks(); i++) {
      centers.squaredDistances(query, i, block);
      System.arraycopy(block, 0, distances, i * VectorList.BLOCK, centers.sizeOf(i));
    }
    return distances;
  }

  private void split(Ball ball) {
    Halves halves = Halves.of(ball);
    if (!halves.areProper()) {
      ball.growOn();
      return;
    }
    Ball first = new Ball(halves.first());
    first.number = ball.number;
    balls.set(first.number, first);
    centers.set(first.number, first.center());
    Ball second = create(halves.second());
    for (int i = 0; i < ball.size(); i++) {
      add(halves.isInSecond(i) ? second : first, ball.row(i), ball.vectors().get(i));
    }
  }

  void remove(int row) {
    Ball ball = rows.ball(row);
    int place = rows.placeInBall(row);
    ball.remove(place);
    if (place < ball.size()) {
      rows.place(ball.row(place), ball, place);
    }
    if (ball.size() == 0) {
      remove(ball);
    }
  }

  private void remove(Ball ball) {
    Ball last = balls.remove(balls.size() - 1);
    centers.removeLast();
    if (last != ball) {
      last.number = ball.number;
      balls.set(last.number, last);
      centers.set(last.number, last.center());
    }
  }

  /**
   * Finds the nearest vectors.
   *
   * @param query a unit vector
   * @param labels see {@link Filter#mask}
   * @param accepted which rows to consider
   */
  Nearest nearest(float[] query, int count, long labels, IntPredicate accepted) {
    Nearest nearest = new Nearest(count);
    float[] padded = new VectorList(dimension).query(query);
    float[] block = new float[VectorList.BLOCK];
    float[] centerDistances = squaredDistances(query);
    for (long next : byDistance(centerDistances)) {
      Ball ball = balls.get((int) next);
      float gap = (float) Math.sqrt(centerDistances[ball.number]) - ball.radius() - SLACK;
      boolean canBeNearer = gap <= 0 || gap * gap < nearest.furthest();
      if (canBeNearer && ball.mayHave(labels)) {
        search(ball, padded, block, nearest, accepted);
      }
    }
    return nearest;
  }

  /** Sorts by the distance, which is not negative, in the upper half of a number. */
  private static long[] byDistance(float[] distances) {
    long[] order = new long[distances.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) Float.floatToIntBits(distances[i]) << 32 | i;
    }
    Arrays.sort(order);
    return order;
  }

  private static void search(
      Ball ball, float[] query, float[] distances, Nearest nearest, IntPredicate accepted) {
    VectorList vectors = ball.vectors();
    for (int block = 0; block < vectors.blocks(); block++) {
      vectors.squaredDistances(query, block, distances);
      int first = block * VectorList.BLOCK;
      float furthest = nearest.furthest();
      for (int i = 0; i < vectors.sizeOf(block); i++) {
        if (distances[i] < furthest && accepted.test(ball.row(first + i))) {
          nearest.add(distances[i], ball.row(first + i));
          furthest = nearest.furthest();
        }
      }
    }
  }
}
