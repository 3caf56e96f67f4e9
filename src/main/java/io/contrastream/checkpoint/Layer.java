package io.contrastream.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A layer of a network with the tensors that it has in a checkpoint. */
public sealed interface Layer {
  /** Returns the prefix of the layer's tensors in PyTorch's state_dict. */
  String name();

  /** Returns the layer's tensors by their names in PyTorch's state_dict, in its order. */
  Map<String, Parameter> parameters();

  /** The type and shape of one tensor; a scalar's shape is empty. */
  record Parameter(Tensor.Type type, List<Long> shape) {
    private static Parameter floats(long... shape) {
      return new Parameter(Tensor.Type.F32, Arrays.stream(shape).boxed().toList());
    }

    boolean fits(Tensor tensor) {
      return tensor.type() == type && shape.equals(tensor.dimensions());
    }

    @Override
    public String toString() {
      return type + " " + shape;
    }
  }

  /**
   * A square convolution without padding, then batch normalization, ReLU and the maximum over 2 × 2
   * pixels: from (batch, in, h, w) to (batch, out, (h - kernel + 1) / 2, (w - kernel + 1) / 2).
   */
  record Convolution(String name, int in, int out, int kernel) implements Layer {
    /** Suffix of the counter of training batches, which only batch normalization has. */
    public static final String BATCHES_TRACKED = ".num_batches_tracked";

    /** Returns the prefix of the convolution's own tensors. */
    public String convolution() {
      return name + ".0";
    }

    /** Returns the prefix of the batch normalization's tensors. */
    public String normalization() {
      return name + ".1";
    }

    @Override
    public Map<String, Parameter> parameters() {
      Map<String, Parameter> parameters = new LinkedHashMap<>();
      parameters.put(convolution() + ".weight", Parameter.floats(out, in, kernel, kernel));
      parameters.put(convolution() + ".bias", Parameter.floats(out));
      for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
        parameters.put(normalization() + "." + part, Parameter.floats(out));
      }
      parameters.put(normalization() + BATCHES_TRACKED, new Parameter(Tensor.Type.I64, List.of()));
      return parameters;
    }
  }

  /**
   * The mean and the maximum of each map's rows over time, the last dimension: from (batch, maps,
   * rows, time) to (batch, 2 · maps · rows), all means before all maxima. Has no tensors.
   */
  record TimePool() implements Layer {
    @Override
    public String name() {
      return "time";
    }

    @Override
    public Map<String, Parameter> parameters() {
      return Map.of();
    }
  }

  /**
   * The mean vector of a bag of items, from (batch, buckets), the share of each bucket in the bag,
   * to (batch, out).
   */
  record Bag(String name, int buckets, int out) implements Layer {
    @Override
    public Map<String, Parameter> parameters() {
      return Map.of(name + ".weight", Parameter.floats(out, buckets));
    }
  }

  /** A fully connected layer, from (batch, in) to (batch, out), with ReLU if {@code activated}. */
  record Linear(String name, int in, int out, boolean activated) implements Layer {
    @Override
    public Map<String, Parameter> parameters() {
      Map<String, Parameter> parameters = new LinkedHashMap<>();
      parameters.put(name + ".weight", Parameter.floats(out, in));
      parameters.put(name + ".bias", Parameter.floats(out));
      return parameters;
    }
  }
}
