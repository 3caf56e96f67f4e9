package io.contrastream.topology.embed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.topology.Images;
import io.contrastream.topology.microbatch.BatchFaultException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedImagesTest {

  @Test
  void shouldBlameTheImageThatTheEncoderRejects() {
    EmbedImages embed = failing(new IllegalArgumentException("100 bytes"));

    assertThatThrownBy(() -> embed.apply(List.of(Images.single("a", 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBlameNoImageIfTheEngineFails() {
    EmbedImages embed = failing(new IllegalStateException("CUDA error"));

    assertThatThrownBy(() -> embed.apply(List.of(Images.single("a", 1), Images.single("b", 2))))
        .isInstanceOf(BatchFaultException.class)
        .hasMessage("A batch of 2 images cannot be embedded: CUDA error");
  }

  private static EmbedImages failing(RuntimeException failure) {
    return new EmbedImages(
        () ->
            new Encoder<byte[]>() {
              @Override
              public String checkpointId() {
                return "checkpoint";
              }

              @Override
              public EncoderSpec spec() {
                return Networks.IMAGE.spec();
              }

              @Override
              public float[][] embed(List<byte[]> images) {
                throw failure;
              }

              @Override
              public void close() {}
            });
  }
}
