package io.contrastream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.CosineSimilarity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpectedScoresTest {
  private final DigitSet digits = DigitSet.copyOf(new DrawnDigits(1, 30));
  private final DigitPair pair = new DigitPairs(digits, 1).pair(7);
  private final ExpectedScores expected = new ExpectedScores(digits);
  private final Encoder<byte[]> one = model(1);
  private final Encoder<byte[]> two = model(2);

  private static Encoder<byte[]> model(long seed) {
    return ImageEncoders.load(InitialWeights.of(seed), "a test", ForwardPath.FAST, List.of());
  }

  @BeforeEach
  void addModels() {
    expected.add(one);
    expected.add(two);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void shouldMatchAScoreOfOneCheckpoint() {
    assertThat(expected.matches(score(two, two, two), pair)).isTrue();
  }

  @Test
  void shouldNotMatchAScoreOfTwoCheckpoints() {
    assertThat(expected.matches(score(one, two, two), pair)).isFalse();
  }

  @Test
  void shouldNotMatchAScoreOfAnotherCheckpointThanItNames() {
    assertThat(expected.matches(score(one, one, two), pair)).isFalse();
  }

  @Test
  void shouldNotMatchAScoreOfAnUnknownCheckpoint() {
    PairScore score = score(one, one, one);
    score.setCheckpointId("unknown");

    assertThat(expected.matches(score, pair)).isFalse();
  }

  private PairScore score(
      Encoder<byte[]> anchor, Encoder<byte[]> contrastive, Encoder<byte[]> named) {
    float[] a = anchor.embed(List.of(pair.anchor().pixels()))[0];
    float[] c = contrastive.embed(List.of(pair.contrastive().pixels()))[0];
    return PairScore.newBuilder()
        .setPairId("p")
        .setAnchorImageId("p-a")
        .setContrastiveImageId("p-c")
        .setCosine((float) CosineSimilarity.between(a, c))
        .setTarget(1)
        .setSquaredError(0.0)
        .setCheckpointId(named.checkpointId())
        .setScoredAtMs(0)
        .build();
  }
}
