package io.contrastream.training.across;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.Encoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import io.contrastream.training.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcrossFitTest {
  private static final int STEPS = 160;
  private static final List<String> WORDS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  private static final Checkpoint IMAGES = InitialWeights.of(1);
  private static final LabelledVectors IMAGE_VECTORS = axes();

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource(names = {"SYMMETRIC", "ALL_PAIRS"})
  void shouldLearnToMeetTheVectorsOfImages(Loss loss) {
    // given
    List<Float> losses = new ArrayList<>();

    // when
    Checkpoint trained = fit(settings(loss)).run(IMAGES, (step, value) -> losses.add(value));

    // then
    assertThat(losses).hasSize(STEPS);
    assertThat(meanOfLast(10, losses)).isLessThan(losses.get(0) / 5.0);
    try (Encoder<Caption> encoder = Encoders.captions(trained, "a test", "cpu")) {
      int[] labels = IntStream.range(0, 10).toArray();
      float[][] vectors = encoder.embed(WORDS.stream().map(Caption::new).toList());
      assertThat(
              AcrossEvaluation.nearestCentre(new LabelledVectors(vectors, labels), IMAGE_VECTORS))
          .isEqualTo(1);
    }
  }

  @Test
  void shouldAddAnEncoderAndLeaveThatOfImagesAsItIs() {
    // when
    Checkpoint trained = fit(settings(Loss.SYMMETRIC)).run(IMAGES, (step, value) -> {});

    // then
    assertThat(trained.tensors()).containsAllEntriesOf(IMAGES.tensors());
    assertThat(Networks.nameOf(trained.tensors())).contains("contrastive-cnn-1+caption-bag-1");
    assertThat(trained.metadata())
        .containsAllEntriesOf(IMAGES.metadata())
        .containsEntry("caption.steps", "" + STEPS);
  }

  @Test
  void shouldReachTheSameWeightsFromTheSameSeed() {
    // given
    AcrossSettings settings = settings(Loss.SYMMETRIC);

    // when
    String first = fit(settings).run(IMAGES, (step, value) -> {}).id();
    String second = fit(settings).run(IMAGES, (step, value) -> {}).id();

    // then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void shouldStopAfterTheStepThatIsInterrupted() {
    // given
    List<Integer> steps = new ArrayList<>();

    // when
    fit(settings(Loss.SYMMETRIC))
        .run(
            IMAGES,
            (step, value) -> {
              steps.add(step);
              if (step == 3) {
                Thread.currentThread().interrupt();
              }
            });

    // then
    assertThat(steps).containsExactly(1, 2, 3);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldRefuseInputsWithoutLabels() {
    // given
    Labelled<Caption> unlabelled = new Labelled<>(new Caption("something"), null);
    AcrossFit<Caption> fit =
        new AcrossFit<>(
            settings(Loss.SYMMETRIC),
            Networks.CAPTION,
            source(List.of(unlabelled)),
            new CaptionAugmenter(3),
            IMAGE_VECTORS);

    // when, then
    assertThatThrownBy(() -> fit.run(IMAGES, (step, value) -> {}))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("has no label");
  }

  /** The mean of several steps, as a single batch may hold a hard made-up word. */
  private static double meanOfLast(int count, List<Float> losses) {
    return losses.subList(losses.size() - count, losses.size()).stream()
        .mapToDouble(Float::doubleValue)
        .average()
        .orElseThrow();
  }

  private static AcrossFit<Caption> fit(AcrossSettings settings) {
    List<Labelled<Caption>> captions =
        IntStream.range(0, 10).mapToObj(i -> new Labelled<>(new Caption(WORDS.get(i)), i)).toList();
    return new AcrossFit<>(
        settings, Networks.CAPTION, source(captions), new CaptionAugmenter(3), IMAGE_VECTORS);
  }

  private static AcrossSettings settings(Loss loss) {
    return new AcrossSettings(STEPS, 20, 7, loss, 0.1, 0, 0.003, 0, 0.9);
  }

  /** Ten images at right angles, of lengths from 1 to 10. */
  private static LabelledVectors axes() {
    float[][] vectors = new float[10][64];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i][6 * i] = i + 1;
    }
    return new LabelledVectors(vectors, IntStream.range(0, 10).toArray());
  }

  private static <T> Source<T> source(List<T> items) {
    return new Source<>() {
      @Override
      public int size() {
        return items.size();
      }

      @Override
      public T get(int index) {
        return items.get(index);
      }
    };
  }
}
