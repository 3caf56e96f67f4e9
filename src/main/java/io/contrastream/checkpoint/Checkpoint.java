package io.contrastream.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a network at one moment, with what is known about them.
 *
 * @param tensors by the names of PyTorch's state_dict, in its order
 * @param metadata free facts, such as the settings of the training and the figures measured; kept
 *     in the file's header
 */
public record Checkpoint(Map<String, Tensor> tensors, Map<String, String> metadata) {

  public Checkpoint {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * What the checkpoint is called everywhere: the first 12 hexadecimal digits of {@link
   * WeightDigest#of}. The same weights have the same id, whatever file they lie in.
   */
  public String id() {
    return WeightDigest.of(tensors).substring(0, 12);
  }
}
