package io.contrastream.dashboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * Embeddings on the map, for those who want to lay them out in another way.
 *
 * @param last number of the newest of them: ask for those after it next time
 * @param dimension numbers in a vector; 0 where there is none
 * @param vectors those of the images, one after the other, float32, little-endian, in Base64
 */
record Embeddings(String checkpoint, long last, int dimension, List<Image> images, String vectors) {

  /**
   * @param label 0 to 9, or null
   */
  record Image(String id, Integer label) {}

  /**
   * @param after what was asked for
   * @param seen vectors of one length
   */
  static Embeddings of(String checkpoint, long after, List<EmbeddingMap.Seen> seen) {
    int dimension = seen.isEmpty() ? 0 : seen.get(0).vector().length;
    ByteBuffer bytes = ByteBuffer.allocate(seen.size() * dimension * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (EmbeddingMap.Seen one : seen) {
      bytes.asFloatBuffer().put(one.vector());
      bytes.position(bytes.position() + dimension * Float.BYTES);
    }
    return new Embeddings(
        checkpoint,
        seen.isEmpty() ? after : seen.get(seen.size() - 1).number(),
        dimension,
        seen.stream().map(one -> new Image(one.id(), one.label())).toList(),
        Base64.getEncoder().encodeToString(bytes.array()));
  }
}
