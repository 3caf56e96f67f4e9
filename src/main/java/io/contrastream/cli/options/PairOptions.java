package io.contrastream.cli.options;

import io.contrastream.caption.CaptionSources;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputSequence;
import io.contrastream.image.LabelledDigits;
import io.contrastream.image.file.Fit;
import io.contrastream.schema.Modality;
import io.contrastream.sound.source.SoundSources;
import io.contrastream.source.Labelled;
import io.contrastream.source.LabelledSource;
import io.contrastream.source.PairsAcross;
import io.contrastream.source.Source;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Pairs of two modalities, and the source of their contrastive examples. */
public final class PairOptions {

  @Option(
      names = "--pair",
      paramLabel = "ANCHOR:EXAMPLE",
      description = {
        "Modalities of the pairs, such as image:caption, image:sound or caption:sound; --source is"
            + " the source of the anchors: of captions worded, unseen or txt:FILE, of sounds spoken"
            + " or wav:DIR. --images and --rate count pairs then (default: image:image)."
      })
  private String pair;

  @Option(
      names = "--examples",
      paramLabel = "SPEC",
      description =
          "With --pair, the source of the contrastive examples (default: drawn, worded or spoken).")
  private String examples;

  /**
   * Opened sources.
   *
   * @param anchors number of anchors, or {@link Integer#MAX_VALUE}
   */
  public record Opened(InputFeed.Schedule schedule, int anchors) {}

  /** Whether the pairs are of two modalities. */
  public boolean isGiven() {
    return pair != null && !pair.equals("image:image");
  }

  /**
   * @param images whether another option asks for images only
   */
  public void check(CommandContext context, boolean images) {
    if (pair != null && !pair.matches("(image|caption|sound):(image|caption|sound)")) {
      throw context.usageError(
          "--pair must be two of image, caption and sound, such as image:caption, not %s"
              .formatted(pair));
    }
    if (isGiven() && modalities().get(0) == modalities().get(1)) {
      throw context.usageError(
          "--pair must be of two different modalities, or image:image, not %s".formatted(pair));
    }
    if (isGiven() && images) {
      throw context.usageError(
          "--singles, --preview and --as-files are for images, not for --pair " + pair);
    }
    if (!isGiven() && examples != null) {
      throw context.usageError("--examples needs --pair, such as --pair image:caption");
    }
  }

  /** Returns the modality of the anchors and that of the examples. */
  public List<Modality> modalities() {
    return Stream.of(pair.split(":"))
        .map(name -> Modality.valueOf(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** Opens the sources, which may be endless. */
  public Opened open(CommandContext context, SourceOptions source) {
    List<Modality> modalities = modalities();
    LabelledSource<?> anchors = open(context, modalities.get(0), source.spec(), source);
    String spec = examples == null ? defaultSpec(modalities.get(1)) : examples;
    LabelledSource<?> contrastives = open(context, modalities.get(1), spec, source);
    InputSequence pairs =
        InputSequence.across(new PairsAcross<>(anchors, contrastives, source.seed()));
    return new Opened(InputFeed.Schedule.constant(pairs, pairs), anchors.size());
  }

  private static String defaultSpec(Modality modality) {
    return switch (modality) {
      case IMAGE -> "drawn";
      case CAPTION -> "worded";
      case SOUND -> "spoken";
    };
  }

  private static LabelledSource<?> open(
      CommandContext context, Modality modality, String spec, SourceOptions source) {
    return switch (modality) {
      case IMAGE -> new LabelledDigits(SourceOptions.open(context, spec, source.seed(), Fit.SCALE));
      case CAPTION -> noted(context, CaptionSources.open(spec, source.seed()));
      case SOUND -> noted(context, SoundSources.open(spec, source.seed()));
    };
  }

  private static <I> LabelledSource<I> noted(CommandContext context, Source<Labelled<I>> source) {
    source.notes().forEach(note -> context.say("Note: %s", note));
    return LabelledSource.of(source);
  }
}
