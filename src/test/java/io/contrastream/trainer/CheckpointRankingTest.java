package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointRankingTest {
  private static final Map<String, Double> IMAGES =
      Map.of("holdout.accuracy", 0.98, "holdout.loss", 0.02);

  @Test
  void shouldPreferTheHigherAccuracy() {
    Map<String, Double> better = Map.of("holdout.accuracy", 0.99, "holdout.loss", 0.5);

    assertThat(CheckpointRanking.isBetter(better, IMAGES)).isTrue();
    assertThat(CheckpointRanking.isBetter(IMAGES, better)).isFalse();
  }

  @Test
  void shouldPreferTheLowerLossIfTheAccuracyIsEqual() {
    Map<String, Double> better = Map.of("holdout.accuracy", 0.98, "holdout.loss", 0.01);

    assertThat(CheckpointRanking.isBetter(better, IMAGES)).isTrue();
    assertThat(CheckpointRanking.isBetter(IMAGES, better)).isFalse();
    assertThat(CheckpointRanking.isBetter(IMAGES, IMAGES)).isFalse();
  }

  @Test
  void shouldCompareTheMeanOverAllModalitiesThatBothWereMeasuredOn() {
    Map<String, Double> betterAtCaptions =
        Map.of("holdout.accuracy", 0.97, "image:caption.holdout.accuracy", 0.95);
    Map<String, Double> worseAtCaptions =
        Map.of("holdout.accuracy", 0.98, "image:caption.holdout.accuracy", 0.6);

    assertThat(CheckpointRanking.isBetter(betterAtCaptions, worseAtCaptions)).isTrue();
    assertThat(CheckpointRanking.isBetter(worseAtCaptions, betterAtCaptions)).isFalse();
  }

  @Test
  void shouldNotCompareWhatOnlyOneWasMeasuredOn() {
    Map<String, Double> newToCaptions =
        Map.of("holdout.accuracy", 0.985, "image:caption.holdout.accuracy", 0.5);
    Map<String, Double> captionsOnly = Map.of("image:caption.holdout.accuracy", 0.9);

    assertThat(CheckpointRanking.isBetter(newToCaptions, IMAGES)).isTrue();
    assertThat(CheckpointRanking.isBetter(captionsOnly, IMAGES)).isFalse();
    assertThat(CheckpointRanking.isBetter(IMAGES, captionsOnly)).isFalse();
  }

  @Test
  void shouldPreferAKnownLossToOneThatWasNotFinite() {
    Map<String, Double> without = Map.of("holdout.accuracy", 0.98);

    assertThat(CheckpointRanking.isBetter(IMAGES, without)).isTrue();
    assertThat(CheckpointRanking.isBetter(without, IMAGES)).isFalse();
  }

  @Test
  void shouldTellWhatWasMeasured() {
    assertThat(CheckpointRanking.isMeasured(Map.of("image:sound.holdout.accuracy", 0.9))).isTrue();
    assertThat(CheckpointRanking.isMeasured(Map.of("holdout.accuracy.of.3", 0.9))).isFalse();
  }
}
