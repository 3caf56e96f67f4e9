package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import java.nio.FloatBuffer;

/**
 * A convolution that also does what surrounds it in evaluation mode: the batch normalisation after
 * it and, for the first one, the scaling of pixels before it. No layer pads, so both fold exactly.
 *
 * @param weight (out, in, 5, 5), or (out, in) of a linear layer; row-major
 * @param bias (out)
 */
record FoldedWeights(float[] weight, float[] bias) {
  private static final double EPSILON = 1e-5;

  /**
   * With γ, β, μ, σ² of the normalisation, w becomes w·γ/√(σ²+ε) and b becomes (b-μ)·γ/√(σ²+ε)+β.
   *
   * @param layer {@code conv1} or {@code conv2}
   */
  static FoldedWeights normalised(Checkpoint checkpoint, String layer) {
    float[] weight = floats(checkpoint, layer + ".0.weight");
    float[] bias = floats(checkpoint, layer + ".0.bias");
    float[] gamma = floats(checkpoint, layer + ".1.weight");
    float[] beta = floats(checkpoint, layer + ".1.bias");
    float[] mean = floats(checkpoint, layer + ".1.running_mean");
    float[] variance = floats(checkpoint, layer + ".1.running_var");
    int perChannel = weight.length / bias.length;
    for (int channel = 0; channel < bias.length; channel++) {
      double scale = gamma[channel] / Math.sqrt(variance[channel] + EPSILON);
      bias[channel] = (float) ((bias[channel] - mean[channel]) * scale + beta[channel]);
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    return new FoldedWeights(weight, bias);
  }

  /** The same convolution for pixels of 0 to 255 instead of -1 to 1: w/127.5, and b-Σw. */
  FoldedWeights forRawPixels() {
    float[] rawWeight = new float[weight.length];
    float[] rawBias = new float[bias.length];
    int perChannel = weight.length / bias.length;
    for (int channel = 0; channel < bias.length; channel++) {
      double sum = 0;
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        sum += weight[i];
        rawWeight[i] = (float) (weight[i] / 127.5);
      }
      rawBias[channel] = (float) (bias[channel] - sum);
    }
    return new FoldedWeights(rawWeight, rawBias);
  }

  /** A linear layer as it stands: nothing surrounds it that could fold. */
  static FoldedWeights linear(Checkpoint checkpoint, String layer) {
    return new FoldedWeights(
        floats(checkpoint, layer + ".weight"), floats(checkpoint, layer + ".bias"));
  }

  static float[] floats(Checkpoint checkpoint, String name) {
    FloatBuffer data = checkpoint.tensors().get(name).data().asFloatBuffer();
    float[] values = new float[data.remaining()];
    data.get(values);
    return values;
  }
}
