package io.contrastream.dashboard;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * A plane through the space of embeddings: the two directions in which unit vectors differ most
 * (principal components). Immutable.
 */
final class Projection {
  private final double[] mean;
  private final double[][] axes;

  private Projection(double[] mean, double[][] axes) {
    this.mean = mean;
    this.axes = axes;
  }

  /**
   * @param vectors at least 3, of one length
   */
  static Projection fit(List<float[]> vectors) {
    double[][] units = vectors.stream().map(Projection::unit).toArray(double[][]::new);
    int dimension = units[0].length;
    double[] mean = new double[dimension];
    for (double[] unit : units) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += unit[i] / units.length;
      }
    }
    RealMatrix covariance = new Covariance(units).getCovarianceMatrix();
    EigenDecomposition parts = new EigenDecomposition(covariance); // largest first
    return new Projection(
        mean,
        new double[][] {parts.getEigenvector(0).toArray(), parts.getEigenvector(1).toArray()});
  }

  /** Where the vector of that direction lies, each coordinate in [-2, 2]. */
  double[] at(float[] vector) {
    double[] unit = unit(vector);
    double[] place = new double[2];
    for (int i = 0; i < unit.length; i++) {
      place[0] += (unit[i] - mean[i]) * axes[0][i];
      place[1] += (unit[i] - mean[i]) * axes[1][i];
    }
    return place;
  }

  /**
   * The same plane, turned and mirrored so that places come as close as they can to where they
   * were.
   *
   * @param here places in this plane, two coordinates each
   * @param there where they are wanted, in the same order
   */
  Projection turned(List<double[]> here, List<double[]> there) {
    RealMatrix from = new Array2DRowRealMatrix(here.toArray(double[][]::new));
    RealMatrix to = new Array2DRowRealMatrix(there.toArray(double[][]::new));
    SingularValueDecomposition parts =
        new SingularValueDecomposition(to.transpose().multiply(from));
    RealMatrix turn = parts.getU().multiply(parts.getVT()); // orthogonal Procrustes
    return new Projection(mean, turn.multiply(new Array2DRowRealMatrix(axes)).getData());
  }

  private static double[] unit(float[] vector) {
    double squares = 1e-14;
    for (float number : vector) {
      squares += (double) number * number;
    }
    double length = Math.sqrt(squares);
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] / length;
    }
    return unit;
  }
}
