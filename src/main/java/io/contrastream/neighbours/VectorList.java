package io.contrastream.neighbours;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of vectors of equal length. They are stored in blocks, a dimension of all vectors of a
 * block after the other: a loop over neighbouring numbers without a sum across them is what Java's
 * compiler turns into SIMD instructions. Not thread-safe.
 */
final class VectorList {
  static final int BLOCK = 128;

  /** Dimensions that one pass over a block sums up. */
  private static final int LANES = 8;

  private final int dimension;
  private final int padded;
  private final List<float[]> blocks = new ArrayList<>(1);
  private int size;

  VectorList(int dimension) {
    this.dimension = dimension;
    this.padded = padded(dimension);
  }

  static int padded(int dimension) {
    return (dimension + LANES - 1) / LANES * LANES;
  }

  int size() {
    return size;
  }

  /** Number of blocks; the last one may be filled in part. */
  int blocks() {
    return blocks.size();
  }

  /** Number of vectors in a block. */
  int sizeOf(int block) {
    return Math.min(BLOCK, size - block * BLOCK);
  }

  void add(float[] vector) {
    if (size == blocks.size() * BLOCK) {
      blocks.add(new float[padded * BLOCK]);
    }
    set(size++, vector);
  }

  void set(int index, float[] vector) {
    float[] block = blocks.get(index / BLOCK);
    for (int i = 0, place = index % BLOCK; i < dimension; i++, place += BLOCK) {
      block[place] = vector[i];
    }
  }

  float[] get(int index) {
    float[] vector = new float[dimension];
    float[] block = blocks.get(index / BLOCK);
    for (int i = 0, place = index % BLOCK; i < dimension; i++, place += BLOCK) {
      vector[i] = block[place];
    }
    return vector;
  }

  void removeLast() {
    size--;
    if (size <= (blocks.size() - 1) * BLOCK) {
      blocks.remove(blocks.size() - 1);
    }
  }

  long bytes() {
    return (long) blocks.size() * BLOCK * padded * Float.BYTES;
  }

  /** Returns a query as {@link #squaredDistances} needs it. */
  float[] query(float[] vector) {
    return Arrays.copyOf(vector, padded);
  }

  /**
   * Computes the squared distances of a query to all vectors of a block. Numbers that nearly
   * coincide are subtracted before they are multiplied, so small distances are precise.
   *
   * @param query of {@link #query}
   * @param into {@link #BLOCK} numbers, of which the first {@link #sizeOf} have a meaning
   */
  void squaredDistances(float[] query, int block, float[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < padded; i += LANES) {
      addSquares(query, i, blocks.get(block), into);
    }
  }

  private static void addSquares(float[] query, int from, float[] block, float[] sums) {
    float q0 = query[from];
    float q1 = query[from + 1];
    float q2 = query[from + 2];
    float q3 = query[from + 3];
    float q4 = query[from + 4];
    float q5 = query[from + 5];
    float q6 = query[from + 6];
    float q7 = query[from + 7];
    int at = from * BLOCK;
    for (int i = 0; i < BLOCK; i++) {
      float d0 = q0 - block[at + i];
      float d1 = q1 - block[at + BLOCK + i];
      float d2 = q2 - block[at + 2 * BLOCK + i];
      float d3 = q3 - block[at + 3 * BLOCK + i];
      float d4 = q4 - block[at + 4 * BLOCK + i];
      float d5 = q5 - block[at + 5 * BLOCK + i];
      float d6 = q6 - block[at + 6 * BLOCK + i];
      float d7 = q7 - block[at + 7 * BLOCK + i];
      sums[i] +=
          ((d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3)) + ((d4 * d4 + d5 * d5) + (d6 * d6 + d7 * d7));
    }
  }
}
