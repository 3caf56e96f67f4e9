package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.encoding.EncoderSpec;
import java.nio.FloatBuffer;

/**
 * A layer's weights for evaluation. A convolution contains the batch normalization after it and,
 * for the first one, the scaling of pixels before it; no layer pads, so both fold exactly.
 *
 * @param weight (out, in, kernel, kernel), or (out, in) of a linear layer; row-major
 */
record FoldedWeights(float[] weight, float[] bias) {
  private static final double EPSILON = 1e-5;

  /**
   * With γ, β, μ, σ² of the normalization, w becomes w·γ/√(σ²+ε) and b becomes (b-μ)·γ/√(σ²+ε)+β.
   */
  static FoldedWeights normalized(Checkpoint checkpoint, Layer.Convolution layer) {
    float[] weight = floats(checkpoint, layer.convolution() + ".weight");
    float[] bias = floats(checkpoint, layer.convolution() + ".bias");
    float[] gamma = floats(checkpoint, layer.normalization() + ".weight");
    float[] beta = floats(checkpoint, layer.normalization() + ".bias");
    float[] mean = floats(checkpoint, layer.normalization() + ".running_mean");
    float[] variance = floats(checkpoint, layer.normalization() + ".running_var");
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

  /**
   * Returns the same convolution for inputs that are not normalized. With x' = (x/d - m)/s of the
   * input's normalization, w becomes w/(d·s) and b becomes b - Σw·m/s.
   */
  FoldedWeights forRawInput(EncoderSpec.Normalization input) {
    float[] rawWeight = new float[weight.length];
    float[] rawBias = new float[bias.length];
    int perChannel = weight.length / bias.length;
    for (int channel = 0; channel < bias.length; channel++) {
      double sum = 0;
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        sum += weight[i];
        rawWeight[i] = (float) (weight[i] / ((double) input.divisor() * input.deviation()));
      }
      rawBias[channel] = (float) (bias[channel] - sum * input.mean() / input.deviation());
    }
    return new FoldedWeights(rawWeight, rawBias);
  }

  static FoldedWeights linear(Checkpoint checkpoint, Layer.Linear layer) {
    return new FoldedWeights(
        floats(checkpoint, layer.name() + ".weight"), floats(checkpoint, layer.name() + ".bias"));
  }

  static float[] floats(Checkpoint checkpoint, String name) {
    FloatBuffer data = checkpoint.tensors().get(name).data().asFloatBuffer();
    float[] values = new float[data.remaining()];
    data.get(values);
    return values;
  }
}
