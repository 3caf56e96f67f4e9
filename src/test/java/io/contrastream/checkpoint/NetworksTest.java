package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.schema.Modality;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>(Checkpoints.network(1).tensors());

  @Test
  void shouldFindTheNetworksByTheirPrefixes() {
    // given
    add(Networks.SOUND);

    // when
    Checkpoint checkpoint = new Checkpoint(tensors, Map.of());

    // then
    assertThat(Networks.in(tensors)).containsExactly(Networks.IMAGE, Networks.SOUND);
    assertThat(Networks.nameOf(tensors)).contains("contrastive-cnn-1+sound-cnn-1");
    assertThat(Networks.has(checkpoint, Modality.SOUND)).isTrue();
    assertThat(Networks.has(checkpoint, Modality.CAPTION)).isFalse();
    assertThatCode(() -> Networks.check(checkpoint, "here")).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseHalfANetwork() {
    // given
    add(Networks.CAPTION);
    tensors.remove("caption.linear1.0.bias");

    // when, then
    assertThatThrownBy(() -> Networks.check(new Checkpoint(tensors, Map.of()), "here"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "here is not a checkpoint of the network contrastive-cnn-1+caption-bag-1:"
                + " caption.linear1.0.bias is missing");
    assertThat(Networks.nameOf(tensors)).isEmpty();
  }

  @Test
  void shouldRefuseCaptionsAndSoundsWithoutImages() {
    // given
    tensors.clear();
    add(Networks.SOUND);

    // when, then
    assertThatThrownBy(() -> Networks.check(new Checkpoint(tensors, Map.of()), "here"))
        .hasMessageContaining("conv1.0.weight is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "contrastive-cnn-1, true",
    "contrastive-cnn-1+sound-cnn-1, true",
    "contrastive-cnn-1+caption-bag-1+sound-cnn-1, true",
    "sound-cnn-1, false",
    "contrastive-cnn-1+, false",
    "contrastive-cnn-1+vit, false"
  })
  void shouldKnowWhichNetworksRunTogether(String name, boolean known) {
    assertThat(Networks.isKnown(name)).isEqualTo(known);
  }

  private void add(Architecture network) {
    tensors.putAll(Checkpoints.tensors(network, 2));
  }
}
