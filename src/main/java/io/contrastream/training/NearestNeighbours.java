package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import io.contrastream.similarity.CosineSimilarity;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Exact search for the vectors of a gallery with the highest cosine similarity. Compares with all
 * of them in blocks, which bounds memory.
 *
 * <p>Owns native memory until {@link #close}.
 */
public final class NearestNeighbours implements AutoCloseable {
  private static final int QUERIES = 128;
  private static final int CHUNK = 4096;

  /** Whether a vector of the gallery is the query itself. */
  public interface Itself {
    boolean is(int query, int candidate);
  }

  private final NDManager manager = LibTorch.newManager();
  private final List<NDArray> chunks = new ArrayList<>();

  /**
   * Copies the gallery to native memory.
   *
   * @param gallery at least one vector, all of the same length
   */
  public NearestNeighbours(float[][] gallery) {
    for (int from = 0; from < gallery.length; from += CHUNK) {
      chunks.add(unit(manager, gallery, from, Math.min(gallery.length, from + CHUNK)).transpose());
    }
  }

  /**
   * Finds the nearest neighbours of each query.
   *
   * @param queries vectors of the gallery's length
   * @param k number of neighbours, at most the gallery's size without what a query must not find
   * @param itself which vectors of the gallery a query must not find; any thread may ask
   * @return for each query the gallery indices of its neighbours, nearest first; of equally near
   *     ones, the lower index first
   */
  public int[][] find(float[][] queries, int k, Itself itself) {
    int[][] found = new int[queries.length][];
    int blocks = (queries.length + QUERIES - 1) / QUERIES;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block -> {
              int from = block * QUERIES;
              int to = Math.min(queries.length, from + QUERIES);
              Top[] tops = search(queries, from, to, k, itself);
              for (int i = from; i < to; i++) {
                found[i] = tops[i - from].indices;
              }
            });
    return found;
  }

  @Override
  public void close() {
    manager.close();
  }

  private Top[] search(float[][] queries, int from, int to, int k, Itself itself) {
    Top[] tops = IntStream.range(from, to).mapToObj(i -> new Top(k)).toArray(Top[]::new);
    LibTorch.recordGradients(false);
    try (NDManager scope = manager.newSubManager()) {
      NDArray block = unit(scope, queries, from, to);
      for (int c = 0; c < chunks.size(); c++) {
        try (NDArray cosines = block.matMul(chunks.get(c))) {
          FloatBuffer view = NativeFloats.view(cosines);
          float[] row = new float[view.remaining() / tops.length];
          for (int i = 0; i < tops.length; i++) {
            view.get(row);
            int query = from + i;
            tops[i].offer(row, c * CHUNK, candidate -> itself.is(query, candidate));
          }
        }
      }
    }
    return tops;
  }

  private static NDArray unit(NDManager manager, float[][] vectors, int from, int to) {
    int length = vectors[from].length;
    float[] flat = new float[(to - from) * length];
    for (int i = from; i < to; i++) {
      System.arraycopy(vectors[i], 0, flat, (i - from) * length, length);
    }
    try (NDArray raw = NativeFloats.create(manager, flat, new Shape(to - from, length))) {
      return raw.normalize(2, 1, CosineSimilarity.EPSILON);
    }
  }

  /** The k highest similarities offered so far, highest first. */
  private static final class Top {
    private final int[] indices;
    private final float[] cosines;

    Top(int k) {
      indices = new int[k];
      cosines = new float[k];
      Arrays.fill(cosines, Float.NEGATIVE_INFINITY);
    }

    void offer(float[] row, int offset, IntPredicate skipped) {
      for (int i = 0; i < row.length; i++) {
        if (row[i] > cosines[cosines.length - 1] && !skipped.test(offset + i)) {
          insert(row[i], offset + i);
        }
      }
    }

    private void insert(float cosine, int index) {
      int place = cosines.length - 1;
      while (place > 0 && cosine > cosines[place - 1]) {
        cosines[place] = cosines[place - 1];
        indices[place] = indices[place - 1];
        place--;
      }
      cosines[place] = cosine;
      indices[place] = index;
    }
  }
}
