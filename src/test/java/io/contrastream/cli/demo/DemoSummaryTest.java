package io.contrastream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.demo.Demo;
import io.contrastream.feed.RunCounter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {
  private static final RunCounter.Counts COUNTS =
      new RunCounter.Counts(1234, null, null, 1230, 617, 614, 617, 4, 0.02);

  @Test
  void shouldSumUpWhatWasDoneBeforeAStop() {
    // given
    Demo.Result result =
        new Demo.Result(COUNTS, "4ae3f3a94377", 6, 200, 0, 0, null, null, null, Map.of());

    // when
    String summary = DemoSummary.of(result, false);

    // then
    assertThat(summary)
        .isEqualTo(
            "Stopped after 1,234 images: 1,230 embedded, 614 pairs scored, 4 dead letters,"
                + " 0 swaps.");
  }

  @Test
  void shouldTellWhatWasLearnt() {
    // given
    Demo.Result result =
        new Demo.Result(COUNTS, "4ae3f3a94377", 6, 200, 3, 1, 0.5, 0.03, null, Map.of());

    // when
    String summary = DemoSummary.of(result, true);

    // then
    assertThat(summary)
        .startsWith("Done after 1,234 images")
        .endsWith("3 swaps, loss 0.5000 at first and 0.0300 at last.");
  }
}
