package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the known network in weights that a wrapper around it has saved, such as DataParallel,
 * torch.compile or Lightning, which put a prefix before each name, or that lack the counters, which
 * only a training needs.
 */
final class WrappedWeights {
  private static final Map<String, Layer.Parameter> EXPECTED = Networks.IMAGE.parameters();

  /** Counter of torch.optim.swa_utils.AveragedModel, beside the network that it wraps. */
  private static final String AVERAGED = "n_averaged";

  private WrappedWeights() {}

  /** Returns the same checkpoint if none of its tensors has a name of the network. */
  static Checkpoint unwrap(Checkpoint checkpoint) {
    Optional<String> prefix =
        checkpoint.tensors().keySet().stream()
            .flatMap(name -> prefixOf(name).stream())
            .min(Comparator.comparing(String::length));
    return prefix.map(found -> unwrap(checkpoint, found)).orElse(checkpoint);
  }

  private static Optional<String> prefixOf(String name) {
    return EXPECTED.keySet().stream()
        .filter(expected -> name.equals(expected) || name.endsWith("." + expected))
        .map(expected -> name.substring(0, name.length() - expected.length()))
        .findFirst();
  }

  private static Checkpoint unwrap(Checkpoint checkpoint, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    checkpoint
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor));
    List<String> changes = new ArrayList<>();
    if (!prefix.isEmpty()) {
      changes.add("prefix %s removed".formatted(CheckpointException.quoted(prefix)));
      if (tensors.remove(AVERAGED) != null) {
        changes.add(AVERAGED + " left out");
      }
    }
    addCounters(tensors, changes);
    return changes.isEmpty() ? checkpoint : checkpoint.withTensors(tensors).noting(changes);
  }

  private static void addCounters(Map<String, Tensor> tensors, List<String> changes) {
    Map<Boolean, List<String>> names =
        EXPECTED.keySet().stream()
            .collect(
                Collectors.partitioningBy(it -> it.endsWith(Layer.Convolution.BATCHES_TRACKED)));
    if (!tensors.keySet().containsAll(names.get(false))) {
      return;
    }
    for (String counter : names.get(true)) {
      Tensor found = tensors.get(counter);
      if (found == null) {
        tensors.put(counter, Tensor.ofLong(0));
        changes.add(counter + " is missing, taken as 0");
      } else if (found.type() == Tensor.Type.F32 && found.shape().length == 0) {
        tensors.put(counter, wholeNumber(found.data()));
        changes.add(counter + " converted to int64");
      }
    }
  }

  /** A large counter is infinite in half precision. */
  private static Tensor wholeNumber(ByteBuffer scalar) {
    float number = scalar.getFloat();
    return Tensor.ofLong(Float.isFinite(number) ? (long) number : 0);
  }
}
