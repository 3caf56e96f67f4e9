package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import picocli.CommandLine.Option;

/** How many digits a command feeds, and how fast; taken as a {@code @Mixin}. */
public final class FeedOptions {

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many images; two make a pair. A source with fewer begins anew.")
  private Long images;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Images a second; 0 for as fast as Kafka takes them.")
  private Double rate;

  public long images(long otherwise) {
    return images == null ? otherwise : images;
  }

  public boolean hasEnd() {
    return images != null;
  }

  public double rate(double otherwise) {
    return rate == null ? otherwise : rate;
  }

  public void check(CommandContext context) {
    if (images != null && images < 1) {
      throw context.wrongUse("--images is %d, allowed is 1 or more".formatted(images));
    }
    if (rate != null && !(rate >= 0 && rate <= 1e6)) {
      throw context.wrongUse("--rate is %s, allowed is 0 to 1000000".formatted(rate));
    }
  }
}
