package io.contrastream.neighbours;

import java.util.Arrays;

/** Vectors around a centre, none further from it than a radius. Not thread-safe. */
final class Ball {
  /** Vectors at which a ball is split in two. */
  static final int LIMIT = 1024;

  private final float[] center;
  private final VectorList vectors;
  private int[] rows = new int[VectorList.BLOCK];
  private float radius;

  /** Labels of which there may be vectors, see {@link Filter#mask}. */
  private long labels;

  /** Its position among the balls of its modality. */
  int number;

  /** Vectors at which splitting is tried. */
  private int limit = LIMIT;

  Ball(float[] center) {
    this.center = center;
    this.vectors = new VectorList(center.length);
  }

  float[] center() {
    return center;
  }

  VectorList vectors() {
    return vectors;
  }

  int size() {
    return vectors.size();
  }

  int row(int place) {
    return rows[place];
  }

  float radius() {
    return radius;
  }

  boolean mayHave(long wantedLabels) {
    return (labels & wantedLabels) != 0;
  }

  boolean isTooLarge() {
    return size() >= limit;
  }

  /** Vectors that coincide can't be split. */
  void growOn() {
    limit = 2 * size();
  }

  /** Returns the place of the vector in the ball. */
  int add(int row, long label, float[] vector) {
    if (size() == rows.length) {
      rows = Arrays.copyOf(rows, rows.length + rows.length / 2);
    }
    rows[size()] = row;
    vectors.add(vector);
    labels |= label;
    radius = Math.max(radius, distance(vector, center));
    return size() - 1;
  }

  /** Removes a vector; the last one, if it is another one, takes its place. */
  void remove(int place) {
    int last = size() - 1;
    if (place != last) {
      rows[place] = rows[last];
      vectors.set(place, vectors.get(last));
    }
    vectors.removeLast();
  }

  long bytes() {
    return vectors.bytes() + (long) rows.length * Integer.BYTES;
  }

  private static float distance(float[] a, float[] b) {
    return (float) Math.sqrt(squaredDistance(a, b));
  }

  static double squaredDistance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      squares += difference * difference;
    }
    return squares;
  }
}
