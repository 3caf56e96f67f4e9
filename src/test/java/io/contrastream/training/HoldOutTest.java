package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  private final HoldOut holdOut = new HoldOut(0.05, 1000, 1, Map.of());

  @Test
  void shouldTakeItsShareOfNeighbouringIds() {
    long taken = IntStream.range(0, 20_000).filter(i -> holdOut.takes("1abc-" + i)).count();

    assertThat(taken).isBetween(900L, 1100L);
  }

  @Test
  void shouldAnswerByTheIdAloneWhateverTheSeed() {
    HoldOut other = new HoldOut(0.05, 20, 99, Map.of());

    assertThat(IntStream.range(0, 1000).mapToObj(i -> "p" + i))
        .allMatch(id -> other.takes(id) == holdOut.takes(id));
  }
}
