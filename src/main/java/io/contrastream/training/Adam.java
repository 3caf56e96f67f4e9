package io.contrastream.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Adam as PyTorch computes it (β 0.9 and 0.999, ε 1e-8, float32). Weight decay is applied to the
 * weights directly, so with a decay above 0 this is AdamW. Not thread-safe.
 */
public final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final double weightDecay;
  private final List<Moments> moments = new ArrayList<>();
  private long steps;

  /** Running means of one tensor's gradient and of its square. */
  public record Moments(float[] first, float[] second) {
    private Moments copy() {
      return new Moments(first.clone(), second.clone());
    }
  }

  /**
   * Everything that a step depends on besides weights and gradients, for resuming later.
   *
   * @param steps number of steps taken
   * @param moments of each tensor, in the order of the weights; empty before the first step
   */
  public record State(long steps, List<Moments> moments) {
    public State {
      moments = List.copyOf(moments);
    }
  }

  /**
   * Creates an optimiser that has taken no step.
   *
   * @param weightDecay times the learning rate, the share by which each step shrinks a weight; 0
   *     for plain Adam
   */
  public Adam(double weightDecay) {
    this.weightDecay = weightDecay;
  }

  /** Resumes from a saved state. */
  public Adam(double weightDecay, State state) {
    this(weightDecay);
    steps = state.steps;
    state.moments.forEach(each -> moments.add(each.copy()));
  }

  public State state() {
    return new State(steps, moments.stream().map(Moments::copy).toList());
  }

  public long steps() {
    return steps;
  }

  /**
   * Updates all weights by one step.
   *
   * @param weights an array per tensor, updated in place; always the same tensors in the same order
   * @param gradients arrays of the same lengths
   */
  public void step(List<float[]> weights, List<float[]> gradients, double learningRate) {
    steps++;
    for (int i = 0; i < weights.size(); i++) {
      if (moments.size() == i) {
        int size = weights.get(i).length;
        moments.add(new Moments(new float[size], new float[size]));
      }
      step(weights.get(i), gradients.get(i), moments.get(i), learningRate);
    }
  }

  private void step(float[] weights, float[] gradients, Moments moments, double learningRate) {
    float keep = (float) (1 - learningRate * weightDecay);
    float new1 = (float) (1 - BETA_1);
    float keep2 = (float) BETA_2;
    float new2 = (float) (1 - BETA_2);
    float stepSize = (float) (learningRate / (1 - Math.pow(BETA_1, steps)));
    float correction = (float) Math.sqrt(1 - Math.pow(BETA_2, steps));
    float[] first = moments.first;
    float[] second = moments.second;
    for (int i = 0; i < weights.length; i++) {
      float gradient = gradients[i];
      float mean = first[i] + new1 * (gradient - first[i]);
      float square = second[i] * keep2 + new2 * gradient * gradient;
      first[i] = mean;
      second[i] = square;
      float scale = (float) Math.sqrt(square) / correction + EPSILON;
      weights[i] = weights[i] * keep - stepSize * (mean / scale);
    }
  }
}
