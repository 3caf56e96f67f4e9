package io.contrastream.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShadowTrialTest {
  private static final int PAIRS = 100_000;

  static Stream<IntFunction<String>> ids() {
    return Stream.of(
        i -> "pair-" + i,
        i -> "%08d".formatted(i),
        i -> new UUID(i, 0).toString(),
        i ->
            UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)})
                .toString());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void shouldIncludeTheShare(IntFunction<String> ids) {
    for (double share : new double[] {0.001, 0.1, 0.5}) {
      ShadowTrial trial = new ShadowTrial("candidate", "active", share);

      long included = IntStream.range(0, PAIRS).mapToObj(ids).filter(trial::includes).count();

      double deviation = Math.sqrt(PAIRS * share * (1 - share));
      assertThat((double) included)
          .isBetween(PAIRS * share - 5 * deviation, PAIRS * share + 5 * deviation);
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void shouldIncludeAll(IntFunction<String> ids) {
    ShadowTrial trial = new ShadowTrial("candidate", "active", 1);

    assertThat(IntStream.range(0, PAIRS).mapToObj(ids)).allMatch(trial::includes);
  }
}
