package io.contrastream.encoding;

import io.contrastream.schema.Modality;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an encoder takes and what it gives.
 *
 * @param dimension length of an embedding
 */
public record EncoderSpec(
    Modality modality, Input input, Normalization normalization, int dimension) {

  /** The type of an input's numbers. */
  public enum Type {
    /** Unsigned bytes, 0 to 255. */
    UINT8,
    FLOAT32
  }

  /** Shape, without the batch, and type of one input; an image is (channels, height, width). */
  public record Input(Type type, List<Integer> shape) {
    public Input {
      shape = List.copyOf(shape);
    }

    /** Returns how many numbers one input has. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Returns the shape for messages, without single channels: {@code 28 × 28}. */
    @Override
    public String toString() {
      return shape.stream()
          .skip(shape.get(0) == 1 ? 1 : 0)
          .map(String::valueOf)
          .collect(Collectors.joining(" × "));
    }
  }

  /**
   * The input's numbers are divided by {@code divisor}; then {@code mean} is subtracted and the
   * result divided by {@code deviation}.
   */
  public record Normalization(float divisor, float mean, float deviation) {}

  public EncoderSpec {
    if (dimension < 1) {
      throw new IllegalArgumentException("An embedding has at least 1 number, not " + dimension);
    }
  }
}
