package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import picocli.CommandLine.Option;

/** How many images a command sends, and how fast. */
public final class FeedOptions {
  private static final double MAX_RATE = 1e6;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Number of images; two make a pair. A shorter source starts over when it ends (default:"
              + " those of the source; in a demo, endless).")
  private Long images;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Images per second; 0 for as many as Kafka accepts (default: 0; in an endless demo 200,"
              + " or 1000 with a trainer).")
  private Double rate;

  public long images(long defaultValue) {
    return images == null ? defaultValue : images;
  }

  /** Returns whether {@code --images} is given. */
  public boolean isFinite() {
    return images != null;
  }

  public double rate(double defaultValue) {
    return rate == null ? defaultValue : rate;
  }

  public void check(CommandContext context) {
    context.requireAtLeast("--images", images, 1L);
    context.requireBetween("--rate", rate, 0.0, MAX_RATE);
  }
}
