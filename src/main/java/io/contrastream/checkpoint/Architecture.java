package io.contrastream.checkpoint;

import io.contrastream.encoding.EncoderSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network, from the input to the embedding. What its checkpoints must hold, the
 * initial weights, the network that is trained and the folded one all follow from this table.
 *
 * @param name the network's name in files and records
 * @param prefix what the names of its tensors begin with; empty for images
 */
public record Architecture(String name, String prefix, EncoderSpec spec, List<Layer> layers) {
  public Architecture {
    layers = List.copyOf(layers);
  }

  /** Returns all tensors by the names of PyTorch's state_dict, in its order. */
  public Map<String, Layer.Parameter> parameters() {
    Map<String, Layer.Parameter> parameters = new LinkedHashMap<>();
    layers.forEach(layer -> parameters.putAll(layer.parameters()));
    return Collections.unmodifiableMap(parameters);
  }

  /** Returns the layers of one kind, in their order. */
  public <L extends Layer> List<L> layers(Class<L> kind) {
    return layers.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Returns why this network can't run with these tensors: those that are missing, unknown, or of
   * the wrong type or shape, numbers that are not finite, variances below zero, weights that are
   * all zero.
   */
  List<String> faults(Map<String, Tensor> tensors) {
    List<String> faults = shapeFaults(tensors);
    tensors.forEach((tensorName, tensor) -> faults.addAll(numberFaults(tensorName, tensor)));
    return faults;
  }

  List<String> shapeFaults(Map<String, Tensor> tensors) {
    List<String> faults = new ArrayList<>();
    Map<String, Layer.Parameter> expected = parameters();
    expected.forEach(
        (parameterName, parameter) -> {
          Tensor tensor = tensors.get(parameterName);
          if (tensor == null) {
            faults.add(parameterName + " is missing");
          } else if (!parameter.fits(tensor)) {
            faults.add(
                "%s is %s %s, expected %s"
                    .formatted(parameterName, tensor.type(), tensor.dimensions(), parameter));
          }
        });
    tensors.keySet().stream()
        .filter(tensorName -> !expected.containsKey(tensorName))
        .forEach(tensorName -> faults.add(quotedIfOdd(tensorName) + " is not in the network"));
    return faults;
  }

  private static List<String> numberFaults(String name, Tensor tensor) {
    if (tensor.type() != Tensor.Type.F32) {
      return List.of();
    }
    FloatBuffer numbers = tensor.data().asFloatBuffer();
    int notFinite = 0;
    int belowZero = 0;
    boolean onlyZeros = true;
    while (numbers.hasRemaining()) {
      float number = numbers.get();
      notFinite += Float.isFinite(number) ? 0 : 1;
      belowZero += number < 0 ? 1 : 0;
      onlyZeros &= number == 0;
    }
    List<String> faults = new ArrayList<>();
    if (notFinite > 0) {
      faults.add(
          "%s has %d numbers that are NaN or infinite".formatted(quotedIfOdd(name), notFinite));
    }
    if (name.endsWith(".running_var") && belowZero > 0) {
      faults.add("%s has %d variances below zero".formatted(quotedIfOdd(name), belowZero));
    }
    if (name.endsWith(".weight") && onlyZeros) {
      faults.add(
          "%s has only zeros, so all inputs would get the same vector"
              .formatted(quotedIfOdd(name)));
    }
    return faults;
  }

  private static String quotedIfOdd(String name) {
    return name.matches("[\\w.]{1,80}") ? name : CheckpointException.quoted(name);
  }
}
