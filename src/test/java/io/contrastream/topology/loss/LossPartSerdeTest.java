package io.contrastream.topology.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.similarity.ShadowSums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossPartSerdeTest {
  private static final LossSums LOSSES = new LossSums(7, 3, 2, 0.5, 2.5, 0.25, 4, 1);

  private final LossPartSerde serde = new LossPartSerde();

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldReadWhatItHasWritten(ModalityPair modalities) {
    EmbeddingSums embeddings = new EmbeddingSums();
    embeddings.add(new float[] {1, 2, 3});
    embeddings.addPair(0.5);
    LossPart part = new LossPart("checkpoint", modalities, 40, LOSSES, embeddings);

    byte[] bytes = serde.serializer().serialize("t", part);
    LossPart read = serde.deserializer().deserialize("t", bytes);

    assertThat(read.checkpointId()).isEqualTo("checkpoint");
    assertThat(read.modalities()).isEqualTo(modalities);
    assertThat(read.windowStartMs()).isEqualTo(40);
    assertThat(read.losses()).isEqualTo(LOSSES);
    assertThat(read.embeddings().images()).isEqualTo(1);
    assertThat(read.embeddings().uniformity()).isEqualTo(embeddings.uniformity());
    assertThat(read.embeddings().distance(embeddings)).isZero();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldReadTheSumsOfACandidateInTheShadow(ModalityPair modalities) {
    ShadowPart shadow = new ShadowPart("candidate", new ShadowSums(4, 1, 2, 3));
    LossPart part = LossPart.ofShadow("checkpoint", modalities, 40, shadow);

    LossPart read = serde.deserializer().deserialize("t", serde.serializer().serialize("t", part));

    assertThat(read.shadow()).isEqualTo(shadow);
    assertThat(read.checkpointId()).isEqualTo("checkpoint");
    assertThat(read.modalities()).isEqualTo(modalities);
    assertThat(read.windowStartMs()).isEqualTo(40);
    assertThat(read.losses()).isEqualTo(LossSums.NONE);
  }

  @Test
  void shouldReadTheFirstVersion() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + 9 * Long.BYTES + 2);
    bytes.put((byte) 1).putLong(40).putLong(7).putLong(3).putLong(2);
    bytes.putDouble(0.5).putDouble(2.5).putDouble(0.25).putLong(4).putLong(1);
    bytes.put("id".getBytes(StandardCharsets.UTF_8));

    LossPart read = serde.deserializer().deserialize("t", bytes.array());

    assertThat(read.checkpointId()).isEqualTo("id");
    assertThat(read.losses()).isEqualTo(LOSSES);
    assertThat(read.embeddings().images()).isZero();
  }

  @Test
  void shouldRefuseAVersionOfANewerRelease() {
    assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {5}))
        .hasMessageContaining("version 5");
  }

  private static List<ModalityPair> pairs() {
    return List.of(
        ModalityPair.IMAGES,
        ModalityPair.of(Modality.SOUND),
        ModalityPair.of(Modality.CAPTION, Modality.IMAGE));
  }
}
