package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final Duration ELAPSED = Duration.ofSeconds(75);

  @Test
  void shouldShowStepAndElapsedTimeOfEndlessWork() {
    assertThat(ProgressLine.of("Step", 281, -1, ELAPSED, "loss 0.1", 80))
        .isEqualTo("Step 281 in 1:15, loss 0.1");
  }

  @Test
  void shouldShowPercentageTimeLeftAndABar() {
    assertThat(ProgressLine.of("Images", 250, 1000, ELAPSED, "sent", 58))
        .isEqualTo("Images 250/1000, 25%, 3:45 left, sent [=====             ]");
  }

  @Test
  void shouldFillTheBarBeyondTheTotal() {
    assertThat(ProgressLine.of("Images", 1100, 1000, ELAPSED, "sent", 50))
        .isEqualTo("Images 1100/1000, 110%, sent [===================]");
  }

  @Test
  void shouldOmitTheBarRatherThanFigures() {
    String line = ProgressLine.of("Images", 250, 1000, ELAPSED, "loss 0.0130, embedded 240", 60);

    assertThat(line).isEqualTo("Images 250/1000, 25%, 3:45 left, loss 0.0130, embedded 240");
  }

  @Test
  void shouldCutOffFiguresInANarrowTerminal() {
    String line = ProgressLine.of("Images", 250, 1000, ELAPSED, "loss 0.0130, embedded 240", 40);

    assertThat(line).hasSize(40).isEqualTo("Images 250/1000, 25%, 3:45 left, loss 0…");
  }

  @Test
  void shouldShowHours() {
    assertThat(ProgressLine.of("Step", 0, 0, ELAPSED.plusHours(2), "", 80))
        .isEqualTo("Step 0/0, 100%");
    assertThat(ProgressLine.of("Step", 7, -1, ELAPSED.plusHours(2), "", 80))
        .isEqualTo("Step 7 in 2:01:15");
  }
}
