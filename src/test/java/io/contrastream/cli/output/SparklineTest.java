package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
  private final Sparkline curve = new Sparkline();

  @Test
  void shouldBeEmptyBeforeTheFirstValue() {
    assertThat(curve).hasToString("");
  }

  @Test
  void shouldScaleToTheHighestValue() {
    curve.add(0.7);
    curve.add(0.3);
    curve.add(0);

    assertThat(curve).hasToString("█▄▁");
  }

  @Test
  void shouldBeFlatIfAllValuesAreZero() {
    curve.add(0);
    curve.add(0);

    assertThat(curve).hasToString("▁▁");
  }

  @Test
  void shouldKeepTheNewestValues() {
    curve.add(100);
    IntStream.range(0, 20).forEach(i -> curve.add(i));

    assertThat(curve.toString()).hasSize(20).startsWith("▁").endsWith("█");
  }
}
