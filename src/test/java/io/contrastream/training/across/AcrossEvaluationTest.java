package io.contrastream.training.across;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AcrossEvaluationTest {
  /** Eleven images: six show a 0, along x, and five a 1, along y; one 1 lies among the 0s. */
  private static final LabelledVectors IMAGES =
      new LabelledVectors(
          new float[][] {
            {5, 0},
            {1, 0.1f},
            {2, 0.2f},
            {1, -0.1f},
            {3, 0.3f},
            {1, 0.05f},
            {0, 3},
            {0.1f, 1},
            {0, 1},
            {-0.1f, 1},
            {1, 0.01f}
          },
          new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1});

  /** The second sound of a 0 lies between the two. */
  private static final LabelledVectors SOUNDS =
      new LabelledVectors(new float[][] {{2, 0.01f}, {1, 1.01f}, {0, 2}}, new int[] {0, 0, 1});

  @Test
  void shouldCountTheNearestOfTheOtherModality() {
    // given, when
    AcrossReport report = AcrossEvaluation.of(IMAGES, repeated(SOUNDS, 4), null);

    // then
    assertThat(report.images()).isEqualTo(11);
    assertThat(report.sounds()).isEqualTo(12);
    assertThat(report.captions()).isNull();
    assertThat(report.captionToImage()).isNull();
    // {2, 0.01} is nearer to {1, 0.01} and to {5, 0} than to others; the wrong 1 is one of them
    assertThat(report.soundToImage().r1()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(report.soundNearestCentre()).isCloseTo(2 / 3.0, within(1e-9));
  }

  @Test
  void shouldTakeTheMeanShareOfTheTenNearest() {
    // given
    LabelledVectors ones = new LabelledVectors(new float[][] {{0, 1}}, new int[] {1});

    // when
    AcrossReport.Search search = AcrossEvaluation.of(IMAGES, null, ones).captionToImage();

    // then: all but one of the eleven are found, of which {1, -0.1} is the last
    assertThat(search.r1()).isEqualTo(1);
    assertThat(search.p10()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void shouldLeaveOutLabelsWithoutImages() {
    // given: far from both labels, but nearer to 1; a mean of no images would be nearer still
    LabelledVectors query = new LabelledVectors(new float[][] {{-1, -0.5f}}, new int[] {1});

    // when
    double share = AcrossEvaluation.nearestCentre(query, IMAGES);

    // then
    assertThat(share).isEqualTo(1);
  }

  private static LabelledVectors repeated(LabelledVectors vectors, int times) {
    int n = vectors.size();
    float[][] all = new float[n * times][];
    int[] labels = new int[n * times];
    Arrays.setAll(all, i -> vectors.vectors()[i % n]);
    Arrays.setAll(labels, i -> vectors.labels()[i % n]);
    return new LabelledVectors(all, labels);
  }
}
