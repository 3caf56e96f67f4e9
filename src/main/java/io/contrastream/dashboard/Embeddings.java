package io.contrastream.dashboard;

import io.contrastream.encoding.Modalities;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * The vectors of embeddings on the map, for clients with a layout of their own.
 *
 * @param last number of the newest embedding, to ask for those after it next time
 * @param dimension of the vectors, or 0 if there are none
 * @param images the inputs, of any modality
 * @param vectors of the inputs, concatenated: float32, little-endian, in Base64
 */
record Embeddings(String space, long last, int dimension, List<Input> images, String vectors) {

  /**
   * @param label null if unknown
   */
  record Input(String id, String modality, Integer label) {}

  /**
   * @param after number of the embedding that the client had last
   * @param entries with vectors of equal length
   */
  static Embeddings of(String space, long after, List<EmbeddingMap.Entry> entries) {
    int dimension = entries.isEmpty() ? 0 : entries.get(0).vector().length;
    ByteBuffer bytes = ByteBuffer.allocate(entries.size() * dimension * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (EmbeddingMap.Entry entry : entries) {
      bytes.asFloatBuffer().put(entry.vector());
      bytes.position(bytes.position() + dimension * Float.BYTES);
    }
    return new Embeddings(
        space,
        entries.isEmpty() ? after : entries.get(entries.size() - 1).number(),
        dimension,
        entries.stream().map(Embeddings::input).toList(),
        Base64.getEncoder().encodeToString(bytes.array()));
  }

  private static Input input(EmbeddingMap.Entry entry) {
    InputId input = entry.input();
    return new Input(input.id(), Modalities.name(input.modality()), entry.label());
  }
}
