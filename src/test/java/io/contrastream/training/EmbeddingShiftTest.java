package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.DigitSource;
import io.contrastream.image.drawn.DrawnDigits;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingShiftTest {
  private static final DigitSource DIGITS = new DrawnDigits(1, 60);

  @Test
  void shouldSeeNoShiftBetweenEqualEmbedders() {
    EmbeddingShift shift = EmbeddingShift.between(new Pixels(1), new Pixels(1), DIGITS);

    assertThat(shift.images()).isEqualTo(60);
    assertThat(shift.meanCosine()).isCloseTo(1, within(1e-9));
    assertThat(shift.lowestCosine()).isCloseTo(1, within(1e-9));
    assertThat(shift.neighboursKept()).isEqualTo(1);
    assertThat(shift.indexMustBeRebuilt()).isFalse();
  }

  @Test
  void shouldSeeThatAMirroredSpaceKeepsNeighboursButNotPlaces() {
    EmbeddingShift shift = EmbeddingShift.between(new Pixels(1), new Pixels(-1), DIGITS);

    assertThat(shift.meanCosine()).isCloseTo(-1, within(1e-9));
    assertThat(shift.neighboursKept()).isEqualTo(1);
    assertThat(shift.indexMustBeRebuilt()).isTrue();
  }

  @Test
  void shouldSeeLostNeighbours() {
    EmbeddingShift shift = EmbeddingShift.between(new Pixels(1), new Shuffled(), DIGITS);

    assertThat(shift.neighboursKept()).isLessThan(0.5);
    assertThat(shift.advice()).contains("must be rebuilt");
  }

  /** The 64 pixels in the middle, times a factor. */
  private record Pixels(float factor) implements Encoder<byte[]> {
    @Override
    public String checkpointId() {
      return "pixels";
    }

    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return images.stream().map(this::vector).toArray(float[][]::new);
    }

    private float[] vector(byte[] image) {
      float[] vector = new float[64];
      for (int i = 0; i < 64; i++) {
        vector[i] = factor * (1 + (image[(10 + i / 8) * 28 + 10 + i % 8] & 0xff));
      }
      return vector;
    }

    @Override
    public void close() {}
  }

  /** Vectors that have nothing to do with what the images show. */
  private record Shuffled() implements Encoder<byte[]> {
    @Override
    public String checkpointId() {
      return "shuffled";
    }

    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return new Random(1)
          .ints(images.size(), 0, 1000)
          .mapToObj(seed -> vector(new Random(seed)))
          .toArray(float[][]::new);
    }

    private static float[] vector(Random random) {
      float[] vector = new float[64];
      for (int i = 0; i < 64; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      return vector;
    }

    @Override
    public void close() {}
  }
}
