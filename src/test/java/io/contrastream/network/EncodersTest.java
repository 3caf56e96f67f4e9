package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The encoders of captions and sounds, beside that of images. */
class EncodersTest {
  private static final Checkpoint IMAGES = InitialWeights.of(1);
  private static final Checkpoint ALL =
      InitialWeights.in(InitialWeights.in(IMAGES, Networks.CAPTION, 2), Networks.SOUND, 3);
  private static final List<Caption> CAPTIONS =
      List.of(new Caption("seven"), new Caption("a handwritten 7"), new Caption("Null"));
  private static final List<Sound> SOUNDS = List.of(tone(300), tone(700), tone(2000));

  @Test
  void shouldEmbedCaptionsAsTheTrainedNetworkDoes() {
    // given
    float[] shares = new float[CAPTIONS.size() * CaptionFeatures.BUCKETS];
    for (int i = 0; i < CAPTIONS.size(); i++) {
      CaptionFeatures.Bag bag = CaptionFeatures.of(CAPTIONS.get(i));
      for (int k = 0; k < bag.buckets().length; k++) {
        shares[i * CaptionFeatures.BUCKETS + bag.buckets()[k]] += bag.weights()[k];
      }
    }

    // when
    float[][] vectors;
    try (Encoder<Caption> encoder = Encoders.captions(ALL, "a test", "cpu")) {
      vectors = encoder.embed(CAPTIONS);
      assertThat(encoder.checkpointId()).isEqualTo(ALL.id());
    }

    // then
    assertEqual(vectors, trained(Networks.CAPTION, shares, CAPTIONS.size()));
  }

  @Test
  void shouldEmbedSoundsAsTheTrainedNetworkDoes() {
    // given
    int size = LogMel.BANDS * LogMel.FRAMES;
    float[] spectrograms = new float[SOUNDS.size() * size];
    for (int i = 0; i < SOUNDS.size(); i++) {
      System.arraycopy(LogMel.of(SOUNDS.get(i)), 0, spectrograms, i * size, size);
    }

    // when
    float[][] vectors;
    try (Encoder<Sound> encoder = Encoders.sounds(ALL, "a test", "cpu")) {
      vectors = encoder.embed(SOUNDS);
    }

    // then
    assertThat(vectors[0]).hasSize(64).isNotEqualTo(vectors[1]);
    assertEqual(vectors, trained(Networks.SOUND, spectrograms, SOUNDS.size()));
  }

  @Test
  void shouldLeaveTheVectorsOfImagesAsTheyAreToTheBit() {
    // given
    DrawnDigits digits = new DrawnDigits(5, 40);
    List<byte[]> images = IntStream.range(0, 40).mapToObj(i -> digits.get(i).pixels()).toList();

    // when
    float[][] alone = embedded(IMAGES, images);
    float[][] together = embedded(ALL, images);

    // then
    assertThat(Arrays.deepEquals(alone, together)).isTrue();
    assertThat(ALL.id()).isNotEqualTo(IMAGES.id());
  }

  @Test
  void shouldCarryTheOtherNetworksThroughATraining() {
    // given
    try (ContrastiveNetwork network = new ContrastiveNetwork(Networks.SOUND, ALL, 0)) {
      // when
      Checkpoint after = network.checkpoint(ALL.metadata());

      // then
      assertThat(after.id()).isEqualTo(ALL.id());
    }
  }

  @Test
  void shouldSayWhichEncoderIsMissing() {
    assertThatThrownBy(() -> Encoders.sounds(IMAGES, "digits.safetensors", "cpu"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "digits.safetensors has no encoder of sounds; train one with: contrastream fit"
                + " --modality sound --against "
                + IMAGES.id());
  }

  private static float[][] embedded(Checkpoint checkpoint, List<byte[]> images) {
    try (Encoder<byte[]> encoder =
        ImageEncoders.load(checkpoint, "a test", ForwardPath.FAST, List.of())) {
      return encoder.embed(images);
    }
  }

  private static float[] trained(Architecture architecture, float[] inputs, int n) {
    try (ContrastiveNetwork network = new ContrastiveNetwork(architecture, ALL, 0);
        NDManager scope = network.newScope()) {
      NDArray input = NativeFloats.create(scope, inputs, network.batchShape(n));
      return NativeFloats.copy(network.forward(input, false));
    }
  }

  private static void assertEqual(float[][] vectors, float[] flat) {
    for (int i = 0; i < vectors.length; i++) {
      for (int k = 0; k < vectors[i].length; k++) {
        assertThat(vectors[i][k]).isCloseTo(flat[i * vectors[i].length + k], within(1e-4f));
      }
    }
  }

  private static Sound tone(double hertz) {
    short[] samples = new short[4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return new Sound(8000, samples);
  }
}
