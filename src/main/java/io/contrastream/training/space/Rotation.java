package io.contrastream.training.space;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.similarity.CosineSimilarity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * A rotation or reflection of vectors. It changes no cosine similarity between two rotated vectors,
 * so a rotated checkpoint has the same losses and neighbours.
 */
final class Rotation {
  /**
   * Added to the diagonal, per vector. In directions that the vectors hardly have, it prefers no
   * rotation to an arbitrary one.
   */
  private static final double RIDGE = 1e-4;

  private final RealMatrix matrix;

  private Rotation(RealMatrix matrix) {
    this.matrix = matrix;
  }

  /**
   * Returns the rotation that brings vectors closest to others: the orthogonal R with the smallest
   * ‖B R − A‖ is U Vᵀ, where U S Vᵀ is the singular value decomposition of Bᵀ A (orthogonal
   * Procrustes; Schönemann, 1966). The rows of B and A are scaled to length 1.
   *
   * @param from rows of B, at least one
   * @param to rows of A, as many and of the same dimension
   */
  static Rotation between(List<float[]> from, List<float[]> to) {
    int dimension = from.get(0).length;
    double[][] product = new double[dimension][dimension];
    for (int n = 0; n < from.size(); n++) {
      float[] b = CosineSimilarity.unit(from.get(n));
      float[] a = CosineSimilarity.unit(to.get(n));
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j < dimension; j++) {
          product[i][j] += (double) b[i] * a[j];
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      product[i][i] += RIDGE * from.size();
    }
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(product, false));
    return new Rotation(svd.getU().multiply(svd.getVT()));
  }

  /** Returns a vector v as the row v R. */
  float[] of(float[] vector) {
    double[] numbers = new double[vector.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = vector[i];
    }
    double[] rotated = matrix.preMultiply(numbers);
    float[] result = new float[rotated.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) rotated[i];
    }
    return result;
  }

  /**
   * Returns a checkpoint all of whose encoders compute rotated vectors. Of W x + b in their last
   * layer, W becomes Rᵀ W and b becomes Rᵀ b.
   */
  Checkpoint of(Checkpoint checkpoint) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
    for (Architecture network : Networks.in(checkpoint.tensors())) {
      List<Layer.Linear> layers = network.layers(Layer.Linear.class);
      layers
          .get(layers.size() - 1)
          .parameters()
          .keySet()
          .forEach(name -> tensors.computeIfPresent(name, (key, tensor) -> of(tensor)));
    }
    return checkpoint.withTensors(tensors);
  }

  /** Returns Rᵀ times a matrix, or times a vector. */
  private Tensor of(Tensor tensor) {
    int rows = Math.toIntExact(tensor.shape()[0]);
    FloatBuffer numbers = tensor.data().asFloatBuffer();
    int columns = numbers.remaining() / rows;
    RealMatrix before = MatrixUtils.createRealMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        before.setEntry(i, j, numbers.get());
      }
    }
    RealMatrix after = matrix.transpose().multiply(before);
    ByteBuffer data =
        ByteBuffer.allocate(rows * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        data.putFloat((float) after.getEntry(i, j));
      }
    }
    return new Tensor(tensor.type(), tensor.shape(), data.flip());
  }
}
