package io.contrastream.checkpoint;

import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.EncoderSpec.Input;
import io.contrastream.encoding.EncoderSpec.Normalization;
import io.contrastream.encoding.Modality;
import io.contrastream.image.Digit;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of a network, from the input to the embedding. What its checkpoints must hold, the
 * initial weights, the network that is trained and the folded one all follow from this table.
 *
 * @param name the network's name in files and records
 */
public record Architecture(String name, EncoderSpec spec, List<Layer> layers) {
  /** The lesson's network: two convolutions with batch normalization and two linear layers. */
  public static final Architecture CONTRASTIVE_CNN_1 =
      new Builder(1, Digit.HEIGHT, Digit.WIDTH)
          .convolution("conv1", 32, 5)
          .convolution("conv2", 64, 5)
          .linear("linear1.0", 512, true)
          .linear("linear1.3", 64, false)
          .build("contrastive-cnn-1");

  /** Weights of another network differ in each tensor; a few show it. */
  private static final int MAX_FAULTS = 4;

  public Architecture {
    layers = List.copyOf(layers);
  }

  /** Returns the known architecture that these tensors fit by names, types and shapes, if any. */
  public static Optional<Architecture> of(Map<String, Tensor> tensors) {
    return Optional.of(CONTRASTIVE_CNN_1).filter(known -> known.shapeFaults(tensors).isEmpty());
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
   * Refuses a checkpoint that this network can't run with.
   *
   * @throws CheckpointException with the first faults and the number of others: tensors that are
   *     missing, unknown, or of the wrong type or shape, numbers that are not finite, variances
   *     below zero, weights that are all zero
   */
  public void check(Checkpoint checkpoint, String origin) {
    List<String> faults = shapeFaults(checkpoint.tensors());
    checkpoint
        .tensors()
        .forEach((tensorName, tensor) -> faults.addAll(numberFaults(tensorName, tensor)));
    if (!faults.isEmpty()) {
      String first = String.join("; ", faults.subList(0, Math.min(MAX_FAULTS, faults.size())));
      int others = faults.size() - MAX_FAULTS;
      throw new CheckpointException(
          "%s is not a checkpoint of the network %s: %s%s"
              .formatted(origin, name, first, others > 0 ? "; and %d more".formatted(others) : ""));
    }
  }

  private List<String> shapeFaults(Map<String, Tensor> tensors) {
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
          "%s has only zeros, so all images would get the same vector"
              .formatted(quotedIfOdd(name)));
    }
    return faults;
  }

  private static String quotedIfOdd(String name) {
    return name.matches("[\\w.]{1,80}") ? name : CheckpointException.quoted(name);
  }

  /** Adds layers; the input of each is the output of the one before. */
  private static final class Builder {
    private final List<Layer> layers = new ArrayList<>();
    private final List<Integer> input;
    private int channels;
    private int height;
    private int width;

    Builder(int channels, int height, int width) {
      input = List.of(channels, height, width);
      this.channels = channels;
      this.height = height;
      this.width = width;
    }

    Builder convolution(String name, int out, int kernel) {
      layers.add(new Layer.Convolution(name, channels, out, kernel));
      channels = out;
      height = (height - kernel + 1) / 2;
      width = (width - kernel + 1) / 2;
      return this;
    }

    /** The first linear layer takes the flattened maps. */
    Builder linear(String name, int out, boolean activated) {
      layers.add(new Layer.Linear(name, channels * height * width, out, activated));
      channels = out;
      height = 1;
      width = 1;
      return this;
    }

    Architecture build(String name) {
      EncoderSpec spec =
          new EncoderSpec(
              Modality.IMAGE,
              new Input(EncoderSpec.Type.UINT8, input),
              new Normalization(255, 0.5f, 0.5f),
              channels);
      return new Architecture(name, spec, layers);
    }
  }
}
