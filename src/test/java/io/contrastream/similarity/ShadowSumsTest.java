package io.contrastream.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShadowSumsTest {

  @Test
  void shouldSumTheLossesOfBoth() {
    ShadowSums sums =
        ShadowSums.ofPair(0.5, 1, 1).plus(ShadowSums.ofPair(0, 0.5, 0)).plus(ShadowSums.NONE);

    assertThat(sums.pairs()).isEqualTo(2);
    assertThat(sums.meanLoss()).isEqualTo(0.125);
    assertThat(sums.activeMeanLoss()).isEqualTo(0.125);
    assertThat(sums.meanSquaredDifference()).isEqualTo(0.0625);
  }

  @Test
  void shouldHaveTheStandardErrorOfTheMeanDifference() {
    // given differences of 1 and 0 in turn, whose variance is n / (n - 1) / 4
    ShadowSums sums =
        IntStream.range(0, 100)
            .mapToObj(i -> ShadowSums.ofPair(0, i % 2, 0))
            .reduce(ShadowSums.NONE, ShadowSums::plus);

    assertThat(sums.standardError()).isCloseTo(0.5 / Math.sqrt(99), within(1e-9));
    assertThat(ShadowSums.ofPair(0, 1, 0).standardError()).isNaN();
  }

  @Test
  void shouldFollowFromItsMeans() {
    ShadowSums sums = new ShadowSums(4, 1, 2, 3);

    assertThat(
            ShadowSums.ofMeans(
                4, sums.meanLoss(), sums.activeMeanLoss(), sums.meanSquaredDifference()))
        .isEqualTo(sums);
  }

  @Test
  void shouldReadWhatItHasWritten() {
    ShadowSums sums = new ShadowSums(4, 1, 2, 3);
    ByteBuffer bytes = ByteBuffer.allocate(ShadowSums.BYTES);

    sums.write(bytes);

    assertThat(ShadowSums.read(bytes.flip())).isEqualTo(sums);
  }
}
