package io.contrastream.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.neighbours.NeighbourIndex;
import java.util.Optional;

/** Vectors in JSON that comes from others. */
final class VectorJson {
  private VectorJson() {}

  /** Returns the vector; empty unless it is a list of so many numbers that has a direction. */
  static Optional<float[]> read(JsonNode numbers, int dimension) {
    if (!numbers.isArray() || numbers.size() != dimension) {
      return Optional.empty();
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      if (!numbers.get(i).isNumber()) {
        return Optional.empty();
      }
      vector[i] = numbers.get(i).floatValue();
    }
    return Optional.of(vector).filter(NeighbourIndex::hasDirection);
  }
}
