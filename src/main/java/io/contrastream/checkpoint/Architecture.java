package io.contrastream.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network's checkpoint must hold.
 *
 * @param name the network's name in files and records
 * @param dimension numbers in an embedding
 * @param parameters by the names of PyTorch's state_dict, in its order
 */
public record Architecture(String name, int dimension, Map<String, Parameter> parameters) {

  /**
   * The type and shape of one tensor.
   *
   * @param type what its numbers are
   * @param shape sizes of the dimensions; empty for a scalar
   */
  public record Parameter(Tensor.Type type, List<Long> shape) {
    boolean fits(Tensor tensor) {
      return tensor.type() == type && shape.equals(shapeOf(tensor));
    }

    @Override
    public String toString() {
      return type + " " + shape;
    }
  }

  /**
   * Two convolutions with BatchNorm and two linear layers, from (batch, 1, 28, 28) to (batch, 64).
   */
  public static final Architecture CONTRASTIVE_CNN_1 = contrastiveCnn1();

  public Architecture {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The known architecture whose names, types and shapes these are, if there is one. */
  public static Optional<Architecture> of(Map<String, Tensor> tensors) {
    return Optional.of(CONTRASTIVE_CNN_1).filter(known -> known.shapeFaults(tensors).isEmpty());
  }

  /**
   * Refuses a checkpoint that this network can't run with.
   *
   * @param origin where the checkpoint is from, for the message
   * @throws CheckpointException naming every fault: tensors that are missing, unknown, or of the
   *     wrong type or shape, numbers that are not finite, variances below zero
   */
  public void check(Checkpoint checkpoint, String origin) {
    List<String> faults = shapeFaults(checkpoint.tensors());
    checkpoint
        .tensors()
        .forEach((tensorName, tensor) -> faults.addAll(numberFaults(tensorName, tensor)));
    if (!faults.isEmpty()) {
      throw new CheckpointException(
          "%s is no checkpoint of the network %s: %s"
              .formatted(origin, name, String.join("; ", faults)));
    }
  }

  private List<String> shapeFaults(Map<String, Tensor> tensors) {
    List<String> faults = new ArrayList<>();
    parameters.forEach(
        (parameterName, parameter) -> {
          Tensor tensor = tensors.get(parameterName);
          if (tensor == null) {
            faults.add(parameterName + " is missing");
          } else if (!parameter.fits(tensor)) {
            faults.add(
                "%s is %s %s where %s is expected"
                    .formatted(parameterName, tensor.type(), shapeOf(tensor), parameter));
          }
        });
    tensors.keySet().stream()
        .filter(tensorName -> !parameters.containsKey(tensorName))
        .forEach(tensorName -> faults.add(quotedIfOdd(tensorName) + " is not in the network"));
    return faults;
  }

  private static List<String> numberFaults(String name, Tensor tensor) {
    if (tensor.type() != Tensor.Type.F32) {
      return List.of();
    }
    var numbers = tensor.data().asFloatBuffer();
    int notFinite = 0;
    int belowZero = 0;
    while (numbers.hasRemaining()) {
      float number = numbers.get();
      notFinite += Float.isFinite(number) ? 0 : 1;
      belowZero += number < 0 ? 1 : 0;
    }
    List<String> faults = new ArrayList<>();
    if (notFinite > 0) {
      faults.add(
          "%s has %d numbers that are NaN or infinite".formatted(quotedIfOdd(name), notFinite));
    }
    if (name.endsWith(".running_var") && belowZero > 0) {
      faults.add("%s has %d variances below zero".formatted(quotedIfOdd(name), belowZero));
    }
    return faults;
  }

  private static String quotedIfOdd(String name) {
    return name.matches("[\\w.]{1,80}") ? name : CheckpointException.quoted(name);
  }

  private static List<Long> shapeOf(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  private static Architecture contrastiveCnn1() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    convolution(parameters, "conv1", 1, 32);
    convolution(parameters, "conv2", 32, 64);
    linear(parameters, "linear1.0", 1024, 512);
    linear(parameters, "linear1.3", 512, 64);
    return new Architecture("contrastive-cnn-1", 64, parameters);
  }

  private static void convolution(
      Map<String, Parameter> parameters, String name, long in, long out) {
    parameters.put(name + ".0.weight", numbers(out, in, 5, 5));
    parameters.put(name + ".0.bias", numbers(out));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      parameters.put(name + ".1." + part, numbers(out));
    }
    parameters.put(name + ".1.num_batches_tracked", new Parameter(Tensor.Type.I64, List.of()));
  }

  private static void linear(Map<String, Parameter> parameters, String name, long in, long out) {
    parameters.put(name + ".weight", numbers(out, in));
    parameters.put(name + ".bias", numbers(out));
  }

  private static Parameter numbers(long... shape) {
    return new Parameter(Tensor.Type.F32, Arrays.stream(shape).boxed().toList());
  }
}
