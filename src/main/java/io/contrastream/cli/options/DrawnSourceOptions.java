package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.image.DigitSource;
import io.contrastream.image.file.Fit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A source of digits, by default an endless one of drawn digits, and the seed. */
public final class DrawnSourceOptions {

  @Option(
      names = "--source",
      defaultValue = "drawn",
      paramLabel = "SPEC",
      description = {
        "Source of digits: drawn, drawn:COUNT, idx:PATH, csv:FILE, png:DIR or mnist (default:"
            + " ${DEFAULT-VALUE}).",
        SourceOptions.PARTS,
        SourceOptions.ALTERED
      })
  private String spec;

  @Mixin private SeedOption seed;

  public String spec() {
    return spec;
  }

  public long seed() {
    return seed.value();
  }

  public DigitSource open(CommandContext context) {
    return SourceOptions.open(context, spec, seed(), Fit.SCALE);
  }
}
