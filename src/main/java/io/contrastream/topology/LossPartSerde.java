package io.contrastream.topology;

import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Parts of loss windows as bytes: a version byte, the window, the sums of its losses and, from
 * version 2 on, of its embeddings, and the checkpoint's id to the end. They stay within one
 * application's repartition topic and store.
 */
final class LossPartSerde implements Serde<LossPart> {
  private static final byte VERSION = 2;
  private static final int NUMBERS = 9;

  @Override
  public Serializer<LossPart> serializer() {
    return (topic, part) -> part == null ? null : write(part);
  }

  @Override
  public Deserializer<LossPart> deserializer() {
    return (topic, bytes) -> bytes == null ? null : read(ByteBuffer.wrap(bytes));
  }

  private static byte[] write(LossPart part) {
    byte[] checkpointId = part.checkpointId().getBytes(StandardCharsets.UTF_8);
    LossSums sums = part.losses();
    EmbeddingSums embeddings = part.embeddings();
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + NUMBERS * Long.BYTES + embeddings.bytes() + checkpointId.length);
    bytes
        .put(VERSION)
        .putLong(part.windowStartMs())
        .putLong(sums.pairs())
        .putLong(sums.positives())
        .putLong(sums.negatives())
        .putDouble(sums.squaredErrors())
        .putDouble(sums.positiveCosines())
        .putDouble(sums.negativeCosines())
        .putLong(sums.correct())
        .putLong(sums.unmatched());
    embeddings.write(bytes);
    return bytes.put(checkpointId).array();
  }

  private static LossPart read(ByteBuffer bytes) {
    int version = bytes.get();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "A loss part has version %d where 1 to %d are known; a newer release wrote it: run that"
              .formatted(version, VERSION));
    }
    long windowStartMs = bytes.getLong();
    LossSums sums =
        new LossSums(
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getDouble(),
            bytes.getDouble(),
            bytes.getDouble(),
            bytes.getLong(),
            bytes.getLong());
    EmbeddingSums embeddings = version == 1 ? new EmbeddingSums() : EmbeddingSums.read(bytes);
    String checkpointId = StandardCharsets.UTF_8.decode(bytes).toString();
    return new LossPart(checkpointId, windowStartMs, sums, embeddings);
  }
}
