package io.contrastream.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MelFilterTest {
  private static final double BIN = 31.25;
  private static final MelFilter[] BANK = MelFilter.bank(40, 60, 3_800, BIN);

  @Test
  void shouldWeighEachBinBetweenTheFirstAndTheLastPeakByOneInAll() {
    // given neighbouring triangles that share their edges and peaks
    for (int bin = 4; bin < 114; bin++) {
      double[] one = new double[129];
      one[bin] = 1;

      double sum = Arrays.stream(BANK).mapToDouble(filter -> filter.of(one)).sum();

      assertThat(sum).as("bin %d", bin).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void shouldStayBetweenTheEdges() {
    double[] outside = new double[129];
    Arrays.fill(outside, 0, 2, 1);
    Arrays.fill(outside, 122, 129, 1);

    assertThat(BANK).allSatisfy(filter -> assertThat(filter.of(outside)).isZero());
  }

  @Test
  void shouldHaveNoFilterWithoutABin() {
    assertThat(BANK)
        .allSatisfy(filter -> assertThat(Arrays.stream(filter.weights()).sum()).isGreaterThan(0.5));
  }
}
