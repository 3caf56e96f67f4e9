package io.contrastream.cli.bench;

import io.contrastream.cli.frame.CommandContext;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a benchmark measures; taken as a {@code @Mixin}. */
final class BenchOptions {
  private static final int MAX_SECONDS = 300;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "S",
      description = "Seconds to measure, 1 to " + MAX_SECONDS + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  Duration duration(CommandContext context) {
    context.requireBetween("--seconds", seconds, 1, MAX_SECONDS);
    return Duration.ofSeconds(seconds);
  }
}
