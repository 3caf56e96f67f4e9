package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityCode;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.similarity.ShadowSums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Parts of loss windows as bytes: a version byte, the window's start, the sums of its losses and,
 * since version 2, of its embeddings; the rest is the checkpoint's id in UTF-8. Version 3 has the
 * codes of two modalities before that. Version 4 is of a candidate in the shadow: the codes, its
 * sums, the length of the checkpoint's id, both ids. They stay within one application's repartition
 * topic and stores.
 */
final class LossPartSerde implements Serde<LossPart> {
  private static final byte VERSION = 4;

  private static final byte OF_MODALITIES = 3;

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
    if (part.shadow() != null) {
      return writeShadow(part, checkpointId);
    }
    int sums = LossSums.BYTES + part.embeddings().bytes();
    boolean imagesOnly = part.modalities().equals(ModalityPair.IMAGES);
    int modalities = imagesOnly ? 0 : 2;
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + Long.BYTES + sums + modalities + checkpointId.length);
    bytes.put(imagesOnly ? OF_IMAGES : OF_MODALITIES).putLong(part.windowStartMs());
    part.losses().write(bytes);
    part.embeddings().write(bytes);
    if (!imagesOnly) {
      writeModalities(part, bytes);
    }
    return bytes.put(checkpointId).array();
  }

  private static byte[] writeShadow(LossPart part, byte[] checkpointId) {
    byte[] candidateId = part.shadow().candidateId().getBytes(StandardCharsets.UTF_8);
    int ids = Integer.BYTES + checkpointId.length + candidateId.length;
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES + 2 + ShadowSums.BYTES + ids);
    bytes.put(VERSION).putLong(part.windowStartMs());
    writeModalities(part, bytes);
    part.shadow().sums().write(bytes);
    return bytes.putInt(checkpointId.length).put(checkpointId).put(candidateId).array();
  }

  private static void writeModalities(LossPart part, ByteBuffer bytes) {
    bytes.put(ModalityCode.of(part.modalities().one()));
    bytes.put(ModalityCode.of(part.modalities().other()));
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
    if (version == VERSION) {
      return readShadow(windowStartMs, bytes);
    }
    LossSums losses = LossSums.read(bytes);
    EmbeddingSums embeddings = version == 1 ? new EmbeddingSums() : EmbeddingSums.read(bytes);
    ModalityPair modalities =
        version == OF_MODALITIES ? readModalities(bytes) : ModalityPair.IMAGES;
    return new LossPart(text(bytes), modalities, windowStartMs, losses, embeddings);
  }

  private static LossPart readShadow(long windowStartMs, ByteBuffer bytes) {
    ModalityPair modalities = readModalities(bytes);
    ShadowSums sums = ShadowSums.read(bytes);
    byte[] checkpointId = new byte[bytes.getInt()];
    bytes.get(checkpointId);
    ShadowPart shadow = new ShadowPart(text(bytes), sums);
    return LossPart.ofShadow(
        text(ByteBuffer.wrap(checkpointId)), modalities, windowStartMs, shadow);
  }

  private static ModalityPair readModalities(ByteBuffer bytes) {
    return new ModalityPair(ModalityCode.read(bytes.get()), ModalityCode.read(bytes.get()));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
