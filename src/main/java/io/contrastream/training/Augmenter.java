package io.contrastream.training;

import io.contrastream.image.Digit;
import java.util.random.RandomGenerator;

/**
 * Distorts every image slightly at random, so that the network never sees the same one twice:
 * rotates, shears, scales and shifts it, and warps it by a coarse grid of small displacements. Not
 * thread-safe: it holds the random generator and scratch space.
 */
public final class Augmenter implements PixelScaling {

  /**
   * Limits of the distortions; each is uniform between minus and plus its limit.
   *
   * @param degrees of rotation
   * @param shear horizontal pixels per pixel of height
   * @param scale relative change of width and height, drawn independently
   * @param shift pixels, horizontally and vertically
   * @param warp standard deviation of the grid's displacements, in pixels
   */
  public record Limits(double degrees, double shear, double scale, double shift, double warp) {

    /** Distortions that leave a handwritten digit recognisable. */
    public static final Limits DIGITS = new Limits(15, 0.2, 0.12, 1.8, 0.6);
  }

  private static final int SIDE = Digit.WIDTH;
  private static final float CENTRE = (SIDE - 1) / 2f;
  private static final int NODES = 5;
  private static final float SPACING = (SIDE - 1f) / (NODES - 1);

  private final Limits limits;
  private final RandomGenerator random;
  private final float[] warpX = new float[NODES * NODES];
  private final float[] warpY = new float[NODES * NODES];

  public Augmenter(Limits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
  }

  @Override
  public void scale(byte[] pixels, float[] out, int offset) {
    double angle = Math.toRadians(within(limits.degrees));
    double shear = within(limits.shear);
    double scaleX = 1 / (1 + within(limits.scale));
    double scaleY = 1 / (1 + within(limits.scale));
    float xx = (float) (Math.cos(angle) * scaleX);
    float xy = (float) ((Math.sin(angle) + shear) * scaleX);
    float yx = (float) (-Math.sin(angle) * scaleY);
    float yy = (float) (Math.cos(angle) * scaleY);
    float shiftX = CENTRE + (float) within(limits.shift);
    float shiftY = CENTRE + (float) within(limits.shift);
    drawWarp();
    for (int row = 0, i = offset; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++, i++) {
        float x = column - CENTRE;
        float y = row - CENTRE;
        float fromX = xx * x + xy * y + shiftX + displacement(warpX, column, row);
        float fromY = yx * x + yy * y + shiftY + displacement(warpY, column, row);
        out[i] = ink(pixels, fromX, fromY) / 127.5f - 1;
      }
    }
  }

  private double within(double limit) {
    return (2 * random.nextDouble() - 1) * limit;
  }

  private void drawWarp() {
    for (int i = 0; i < warpX.length; i++) {
      warpX[i] = (float) (random.nextGaussian() * limits.warp);
      warpY[i] = (float) (random.nextGaussian() * limits.warp);
    }
  }

  private static float displacement(float[] grid, int column, int row) {
    float x = column / SPACING;
    float y = row / SPACING;
    int left = Math.min((int) x, NODES - 2);
    int top = Math.min((int) y, NODES - 2);
    int node = top * NODES + left;
    return bilinear(
        grid[node], grid[node + 1], grid[node + NODES], grid[node + NODES + 1], x - left, y - top);
  }

  /** Interpolates the image between its pixels; outside is background. */
  private static float ink(byte[] pixels, float x, float y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    return bilinear(
        pixel(pixels, left, top),
        pixel(pixels, left + 1, top),
        pixel(pixels, left, top + 1),
        pixel(pixels, left + 1, top + 1),
        x - left,
        y - top);
  }

  private static int pixel(byte[] pixels, int x, int y) {
    boolean inside = x >= 0 && x < SIDE && y >= 0 && y < SIDE;
    return inside ? pixels[y * SIDE + x] & 0xff : 0;
  }

  private static float bilinear(
      float topLeft, float topRight, float bottomLeft, float bottomRight, float x, float y) {
    float top = topLeft + x * (topRight - topLeft);
    float bottom = bottomLeft + x * (bottomRight - bottomLeft);
    return top + y * (bottom - top);
  }
}
