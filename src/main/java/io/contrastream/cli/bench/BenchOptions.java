package io.contrastream.cli.bench;

import io.contrastream.cli.frame.CommandContext;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the benchmarks have in common; taken as a {@code @Mixin}. */
final class BenchOptions {
  private static final int MOST_SECONDS = 300;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "S",
      description = "How long to measure, 1 to 300 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  int seconds() {
    return seconds;
  }

  Duration measured(CommandContext context) {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw context.wrongUse(
          "--seconds is %d, allowed is 1 to %d".formatted(seconds, MOST_SECONDS));
    }
    return Duration.ofSeconds(seconds);
  }
}
