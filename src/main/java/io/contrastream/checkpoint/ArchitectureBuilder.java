package io.contrastream.checkpoint;

import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.EncoderSpec.Input;
import io.contrastream.encoding.EncoderSpec.Normalization;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.List;

/** Adds layers to a network; the input of each is the output of the one before. */
final class ArchitectureBuilder {
  private final String prefix;
  private final Input input;
  private final List<Layer> layers = new ArrayList<>();
  private int channels;
  private int height = 1;
  private int width = 1;

  /**
   * @param prefix of the tensors' names
   * @param input (channels, height, width), or (numbers)
   */
  ArchitectureBuilder(String prefix, Input input) {
    this.prefix = prefix;
    this.input = input;
    channels = input.shape().get(0);
    if (input.shape().size() == 3) {
      height = input.shape().get(1);
      width = input.shape().get(2);
    }
  }

  ArchitectureBuilder convolution(String name, int out, int kernel) {
    layers.add(new Layer.Convolution(prefix + name, channels, out, kernel));
    channels = out;
    height = (height - kernel + 1) / 2;
    width = (width - kernel + 1) / 2;
    return this;
  }

  ArchitectureBuilder timePool() {
    layers.add(new Layer.TimePool());
    channels *= 2;
    width = 1;
    return this;
  }

  ArchitectureBuilder bag(String name, int out) {
    layers.add(new Layer.Bag(prefix + name, channels, out));
    channels = out;
    return this;
  }

  /** The first linear layer takes the flattened maps. */
  ArchitectureBuilder linear(String name, int out, boolean activated) {
    layers.add(new Layer.Linear(prefix + name, channels * height * width, out, activated));
    channels = out;
    height = 1;
    width = 1;
    return this;
  }

  Architecture build(String name, Modality modality, Normalization normalization) {
    EncoderSpec spec = new EncoderSpec(modality, input, normalization, channels);
    return new Architecture(name, prefix, spec, layers);
  }
}
