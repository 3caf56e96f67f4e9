package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.image.DigitSource;
import io.contrastream.image.file.Fit;
import io.contrastream.image.source.DigitSources;
import io.contrastream.image.source.SourceHints;
import io.contrastream.source.SourceException;
import io.contrastream.training.MnistDownload;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A required source of digits, and the seed. */
public final class SourceOptions {
  static final String PARTS = "Part of a source: SPEC[FROM:TO], as in idx:PATH[0:1000].";
  static final String ALTERED =
      "Altered: inverted:SPEC, rotated:SPEC, transposed:SPEC (EMNIST) or outlined:SPEC.";

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SPEC",
      description = {
        "Source of digits: drawn:COUNT, idx:PATH, csv:FILE, png:DIR or mnist.",
        PARTS,
        ALTERED
      })
  private String spec;

  @Option(
      names = "--fit",
      defaultValue = "SCALE",
      paramLabel = "scale|pad|exact",
      description =
          "What to do with images of png:DIR that are not 28 × 28: scale what is drawn and centre"
              + " it by mass, pad the image, or leave it out (default: scale).")
  private Fit fit;

  @Mixin private SeedOption seed;

  public String spec() {
    return spec;
  }

  public long seed() {
    return seed.value();
  }

  /** Opens the source, which may be endless. */
  public DigitSource open(CommandContext context) {
    return open(context, spec, seed(), fit);
  }

  /** Opens a source and says on standard error what looks wrong about it. */
  static DigitSource open(CommandContext context, String spec, long seed, Fit fit) {
    Map<String, Function<String, DigitSource>> more =
        Map.of("mnist", MnistDownload::open, "png", DigitSources.folder(fit));
    DigitSource source = DigitSources.open(spec, seed, more);
    SourceHints.of(spec, source).forEach(hint -> context.say("Note: %s", hint));
    return source;
  }

  public DigitSource openFinite(CommandContext context) {
    return openFinite(context, spec);
  }

  /**
   * Opens a source with the same seed, for a command that reads all of its digits.
   *
   * @throws SourceException if the source is endless
   */
  public DigitSource openFinite(CommandContext context, String otherSpec) {
    DigitSource source = open(context, otherSpec, seed(), fit);
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException(
          "'%1$s' is endless: add the number of digits, as in %1$s:10000.".formatted(otherSpec));
    }
    return source;
  }
}
