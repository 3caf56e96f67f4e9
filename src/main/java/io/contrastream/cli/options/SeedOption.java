package io.contrastream.cli.options;

import picocli.CommandLine.Option;

/** The seed of a command's random choices. */
public final class SeedOption {

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Random seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  public long value() {
    return seed;
  }
}
