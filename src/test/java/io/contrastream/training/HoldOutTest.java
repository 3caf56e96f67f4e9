package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldOutTest {
  private final HoldOut holdOut = new HoldOut(0.05);

  @Test
  void shouldTakeItsShareOfNeighbouringIds() {
    long taken = IntStream.range(0, 20_000).filter(i -> holdOut.takes("1abc-" + i)).count();

    assertThat(taken).isBetween(900L, 1100L);
  }

  @Test
  void shouldTakeWhatASmallerShareTakes() {
    HoldOut larger = new HoldOut(0.1);

    assertThat(IntStream.range(0, 1000).mapToObj(i -> "p" + i))
        .allMatch(id -> larger.takes(id) || !holdOut.takes(id));
  }
}
