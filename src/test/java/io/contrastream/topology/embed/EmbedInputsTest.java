package io.contrastream.topology.embed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.topic.InputRecord;
import io.contrastream.topology.Images;
import io.contrastream.topology.microbatch.BatchFaultException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedInputsTest {

  @Test
  void shouldBlameTheImageThatTheEncoderRejects() {
    EmbedInputs embed = failing(new IllegalArgumentException("100 bytes"));

    assertThatThrownBy(() -> embed.apply(List.of(InputRecord.of(Images.single("a", 1)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBlameNoImageIfTheEngineFails() {
    EmbedInputs embed = failing(new IllegalStateException("CUDA error"));

    assertThatThrownBy(
            () ->
                embed.apply(
                    List.of(
                        InputRecord.of(Images.single("a", 1)),
                        InputRecord.of(Images.single("b", 2)))))
        .isInstanceOf(BatchFaultException.class)
        .hasMessage("A batch of 2 inputs cannot be embedded: CUDA error");
  }

  private static EmbedInputs failing(RuntimeException failure) {
    return new EmbedInputs(
        () ->
            EncoderSet.ofImages(
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
                }),
        new ShadowSlot());
  }
}
