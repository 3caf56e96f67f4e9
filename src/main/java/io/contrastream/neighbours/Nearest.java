package io.contrastream.neighbours;

/** The nearest rows that a search has found so far, nearest first. Not thread-safe. */
final class Nearest {
  private final float[] distances;
  private final int[] rows;
  private int size;

  Nearest(int count) {
    distances = new float[count];
    rows = new int[count];
  }

  int size() {
    return size;
  }

  int row(int rank) {
    return rows[rank];
  }

  /** Below which a squared distance belongs to the nearest. */
  float furthest() {
    return size < rows.length ? Float.POSITIVE_INFINITY : distances[size - 1];
  }

  /**
   * @param distance less than {@link #furthest}
   */
  void add(float distance, int row) {
    if (size < rows.length) {
      size++;
    }
    int rank = size - 1;
    while (rank > 0 && distances[rank - 1] > distance) {
      distances[rank] = distances[rank - 1];
      rows[rank] = rows[rank - 1];
      rank--;
    }
    distances[rank] = distance;
    rows[rank] = row;
  }
}
