package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The dictionary of weights in what a file of {@code torch.save} holds.
 *
 * @param keys under which it was, the outermost first; empty if the file holds nothing else
 */
record PytorchStateDict(List<String> keys, Map<String, StridedTensor> tensors) {
  /** Usual keys for the weights in a training checkpoint; the first that is there counts. */
  private static final List<String> USUAL =
      List.of(
          "model_state_dict",
          "state_dict",
          "model",
          "net",
          "network",
          "model_state",
          "module",
          "weights");

  private static final int MAX_DEPTH = 3;

  /**
   * @throws CheckpointException if there is no such dictionary or more than one, with the key that
   *     is at fault
   */
  static PytorchStateDict in(Object root, String origin) {
    if (!(root instanceof Map<?, ?> dictionary)) {
      throw fault(origin, "it holds no dictionary");
    }
    List<String> keys = keys(dictionary, MAX_DEPTH, origin);
    for (String key : keys) {
      dictionary = (Map<?, ?>) dictionary.get(key);
    }
    return new PytorchStateDict(keys, tensors(dictionary, origin));
  }

  private static List<String> keys(Map<?, ?> dictionary, int depth, String origin) {
    List<String> inner = withMoreTensors(dictionary);
    if (!inner.isEmpty()) {
      List<String> usual = USUAL.stream().filter(inner::contains).toList();
      if (usual.isEmpty() && inner.size() > 1) {
        String all =
            inner.stream().map(CheckpointException::quoted).collect(Collectors.joining(", "));
        throw fault(origin, "it holds several dictionaries of tensors: " + all);
      }
      return List.of(usual.isEmpty() ? inner.get(0) : usual.get(0));
    }
    for (String key : USUAL) {
      if (depth > 1 && dictionary.get(key) instanceof Map<?, ?> deeper) {
        List<String> rest = new ArrayList<>(keys(deeper, depth - 1, origin));
        if (!rest.isEmpty()) {
          rest.add(0, key);
          return rest;
        }
      }
    }
    return List.of();
  }

  /** Returns the keys of dictionaries that hold more tensors than this one itself. */
  private static List<String> withMoreTensors(Map<?, ?> dictionary) {
    List<String> keys = new ArrayList<>();
    long own = count(dictionary);
    dictionary.forEach(
        (key, value) -> {
          if (key instanceof String text
              && value instanceof Map<?, ?> inner
              && count(inner) > own) {
            keys.add(text);
          }
        });
    return keys;
  }

  private static long count(Map<?, ?> dictionary) {
    return dictionary.values().stream().filter(StridedTensor.class::isInstance).count();
  }

  private static Map<String, StridedTensor> tensors(Map<?, ?> dictionary, String origin) {
    Map<String, StridedTensor> tensors = new LinkedHashMap<>();
    dictionary.forEach(
        (name, value) -> {
          if (value instanceof UnreadTensor unread) {
            throw fault(origin, quoted(String.valueOf(name)) + " " + unread.reason());
          }
          if (!(name instanceof String text) || !(value instanceof StridedTensor tensor)) {
            throw fault(origin, quoted(String.valueOf(name)) + " is not a tensor");
          }
          tensors.put(text, tensor);
        });
    return tensors;
  }

  private static CheckpointException fault(String origin, String fault) {
    return new CheckpointException(
        "%s is not a state_dict: %s; %s".formatted(origin, fault, PytorchFile.HOW_TO_EXPORT));
  }
}
