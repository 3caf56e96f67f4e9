package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityCode;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Parts of loss windows as bytes: a version byte, the window's start, the sums of its losses and,
 * since version 2, of its embeddings; the rest is the checkpoint's id in UTF-8. Version 3 has the
 * codes of two modalities before that. They stay within one application's repartition topic and
 * stores.
 */
final class LossPartSerde implements Serde<LossPart> {
  private static final byte VERSION = 3;

  /** Parts of images are still written so, which the release before can read. */
  private static final byte OF_IMAGES = 2;

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
    int sums = LossSums.BYTES + part.embeddings().bytes();
    boolean imagesOnly = part.modalities().equals(ModalityPair.IMAGES);
    int modalities = imagesOnly ? 0 : 2;
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + Long.BYTES + sums + modalities + checkpointId.length);
    bytes.put(imagesOnly ? OF_IMAGES : VERSION).putLong(part.windowStartMs());
    part.losses().write(bytes);
    part.embeddings().write(bytes);
    if (!imagesOnly) {
      bytes.put(ModalityCode.of(part.modalities().one()));
      bytes.put(ModalityCode.of(part.modalities().other()));
    }
    return bytes.put(checkpointId).array();
  }

  private static LossPart read(ByteBuffer bytes) {
    int version = bytes.get();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "The state of the loss windows has version %d, but this release reads 1 to %d: a newer"
                  .formatted(version, VERSION)
              + " release wrote it, so run that release");
    }
    long windowStartMs = bytes.getLong();
    LossSums losses = LossSums.read(bytes);
    EmbeddingSums embeddings = version == 1 ? new EmbeddingSums() : EmbeddingSums.read(bytes);
    ModalityPair modalities =
        version == VERSION
            ? new ModalityPair(ModalityCode.read(bytes.get()), ModalityCode.read(bytes.get()))
            : ModalityPair.IMAGES;
    String checkpointId = StandardCharsets.UTF_8.decode(bytes).toString();
    return new LossPart(checkpointId, modalities, windowStartMs, losses, embeddings);
  }
}
