package io.contrastream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Run;
import io.contrastream.cli.frame.ExitCode;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  @Test
  void shouldListTheKindsOfDriftIfOneIsUnknown() {
    Run run = Run.of("demo", "--drift", "upside-down");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("inverted, rotated, transposed, outlined")
        .contains("upside-down");
  }

  @Test
  void shouldListTheKindsOfDriftInItsHelp() {
    Run run = Run.of("demo", "--help");

    assertThat(run.out())
        .containsPattern("inverted,\\s+rotated,\\s+transposed,\\s+outlined\\s+.default: inverted");
  }
}
