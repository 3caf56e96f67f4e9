package io.contrastream.cli.options;

import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import io.contrastream.image.source.DigitSources;
import io.contrastream.training.MnistDownload;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which digits a command works on; taken as a {@code @Mixin}. */
public final class SourceOptions {

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SPEC",
      description = {
        "Digits: drawn:COUNT, idx:PATH, csv:FILE, png:DIR or mnist.",
        "A part of them: SPEC[FROM:TO], as in idx:PATH[0:1000] or mnist[-1000:].",
        "Altered: inverted:SPEC, rotated:SPEC or outlined:SPEC."
      })
  private String spec;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of all that is left to chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  public String spec() {
    return spec;
  }

  public long seed() {
    return seed;
  }

  /** May have no end. */
  public DigitSource open() {
    return open(spec);
  }

  /**
   * Opens another source with the same seed.
   *
   * @throws SourceException where it can't be read
   */
  public DigitSource open(String otherSpec) {
    return open(otherSpec, seed);
  }

  public static DigitSource open(String spec, long seed) {
    return DigitSources.open(spec, seed, Map.of("mnist", MnistDownload::open));
  }

  /**
   * For work that looks at all digits.
   *
   * @throws SourceException where the source has no end
   */
  public DigitSource openFinite(String anySpec) {
    DigitSource source = open(anySpec);
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException(
          "'%1$s' never ends: say how many digits, as in %1$s:10000.".formatted(anySpec));
    }
    return source;
  }
}
