package io.contrastream.dashboard;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * A linear map of unit vectors into a plane: {@code origin + axes (unit - mean)}. Immutable.
 *
 * @param mean of the vectors it was fitted to
 * @param axes two rows, as long as the vectors
 * @param origin position of the mean
 */
record Projection(double[] mean, double[][] axes, double[] origin) {

  /** Ridge, relative to the mean variance of a direction: enough for a few vectors. */
  private static final double RIDGE = 0.2;

  /**
   * The first two principal components.
   *
   * @param vectors at least 3, of equal length
   */
  static Projection ofComponents(List<float[]> vectors) {
    double[][] units = units(vectors);
    double[] equal = new double[units.length];
    Arrays.fill(equal, 1.0 / units.length);
    EigenDecomposition eigen =
        new EigenDecomposition(new Covariance(units).getCovarianceMatrix()); // largest first
    return new Projection(
        mean(units, equal),
        new double[][] {eigen.getEigenvector(0).toArray(), eigen.getEigenvector(1).toArray()},
        new double[2]);
  }

  /**
   * The map that brings vectors closest to targets in the plane (weighted ridge regression).
   *
   * @param vectors of equal length
   * @param targets of the vectors, two coordinates each
   * @param weights of the vectors, adding up to 1
   */
  static Projection ofTargets(List<float[]> vectors, double[][] targets, double[] weights) {
    double[][] units = units(vectors);
    double[] mean = mean(units, weights);
    double[] origin = mean(targets, weights);
    RealMatrix centred = new Array2DRowRealMatrix(minus(units, mean), false);
    RealMatrix weighted = new DiagonalMatrix(weights).multiply(centred);
    RealMatrix covariance = centred.transpose().multiply(weighted);
    double ridge = RIDGE * Math.max(covariance.getTrace(), 1e-9) / mean.length;
    RealMatrix regular =
        covariance.add(MatrixUtils.createRealIdentityMatrix(mean.length).scalarMultiply(ridge));
    RealMatrix axes =
        new LUDecomposition(regular)
            .getSolver()
            .solve(weighted.transpose().multiply(new Array2DRowRealMatrix(minus(targets, origin))));
    return new Projection(mean, axes.transpose().getData(), origin);
  }

  /** The position of a vector, which is scaled to length 1 first. */
  double[] project(float[] vector) {
    double[] unit = unit(vector);
    double[] position = origin.clone();
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
    return new Projection(
        mean,
        rotation.multiply(new Array2DRowRealMatrix(axes)).getData(),
        rotation.operate(origin));
  }

  private static double[] mean(double[][] rows, double[] weights) {
    return new Array2DRowRealMatrix(rows, false).preMultiply(weights);
  }

  private static double[][] minus(double[][] rows, double[] mean) {
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < mean.length; k++) {
        centred[i][k] = rows[i][k] - mean[k];
      }
    }
    return centred;
  }

  private static double[][] units(List<float[]> vectors) {
    return vectors.stream().map(Projection::unit).toArray(double[][]::new);
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
