package io.contrastream.dashboard;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/** Projects unit vectors onto their first two principal components. Immutable. */
final class Projection {
  private final double[] mean;
  private final double[][] axes;

  private Projection(double[] mean, double[][] axes) {
    this.mean = mean;
    this.axes = axes;
  }

  /**
   * @param vectors at least 3, of equal length
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
    EigenDecomposition eigen = new EigenDecomposition(covariance); // largest first
    return new Projection(
        mean,
        new double[][] {eigen.getEigenvector(0).toArray(), eigen.getEigenvector(1).toArray()});
  }

  /** The position of a vector, scaled to length 1; each coordinate is in [-2, 2]. */
  double[] project(float[] vector) {
    double[] unit = unit(vector);
    double[] position = new double[2];
    for (int i = 0; i < unit.length; i++) {
      position[0] += (unit[i] - mean[i]) * axes[0][i];
      position[1] += (unit[i] - mean[i]) * axes[1][i];
    }
    return position;
  }

  /**
   * The same plane, rotated and reflected to bring positions as close as possible to targets
   * (orthogonal Procrustes).
   *
   * @param positions in this plane, two coordinates each
   * @param targets in the same order
   */
  Projection rotatedTo(List<double[]> positions, List<double[]> targets) {
    RealMatrix from = new Array2DRowRealMatrix(positions.toArray(double[][]::new));
    RealMatrix to = new Array2DRowRealMatrix(targets.toArray(double[][]::new));
    SingularValueDecomposition svd = new SingularValueDecomposition(to.transpose().multiply(from));
    RealMatrix rotation = svd.getU().multiply(svd.getVT());
    return new Projection(mean, rotation.multiply(new Array2DRowRealMatrix(axes)).getData());
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
