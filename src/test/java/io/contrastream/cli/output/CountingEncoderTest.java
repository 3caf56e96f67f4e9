package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountingEncoderTest {
  private final List<Long> counts = new ArrayList<>();

  @Test
  void shouldReportProgressWithinOneLargeCall() {
    List<byte[]> images = IntStream.range(0, 600).mapToObj(i -> new byte[] {(byte) i}).toList();

    float[][] vectors = new CountingEncoder(new Echo(), counts::add).embed(images);

    assertThat(counts).containsExactly(256L, 512L, 600L);
    assertThat(vectors).hasDimensions(600, 1);
    assertThat(vectors[599][0]).isEqualTo((byte) 599);
  }

  /** Gives each image's first byte as its vector. */
  private static final class Echo implements Encoder<byte[]> {
    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public String checkpointId() {
      return "0123456789ab";
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return images.stream().map(image -> new float[] {image[0]}).toArray(float[][]::new);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
