package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionSources;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.network.Encoders;
import io.contrastream.network.ImageEncoders;
import io.contrastream.sound.Sound;
import io.contrastream.sound.source.SoundSources;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import io.contrastream.training.across.AcrossEvaluation;
import io.contrastream.training.across.AcrossReport;
import io.contrastream.training.across.LabelledVectors;
import java.util.List;

/** Measures how images, sounds and captions find each other. */
final class AcrossEvaluationTask {
  private final CommandContext context;
  private final JsonCommand command;
  private final long seed;

  AcrossEvaluationTask(CommandContext context, JsonCommand command, long seed) {
    this.context = context;
    this.command = command;
    this.seed = seed;
  }

  /** What {@code --json} prints. */
  private record Figures(String checkpoint, @JsonUnwrapped AcrossReport report) {}

  /**
   * @param sounds spec, or null for none
   * @param captions spec, or null for none
   */
  void run(NamedCheckpoint checkpoint, DigitSource images, String sounds, String captions) {
    requireEnough(images.size(), "--source");
    // first, as they are few and may be refused
    LabelledVectors heard = sounds == null ? null : sounds(checkpoint, sounds);
    LabelledVectors read = captions == null ? null : captions(checkpoint, captions);
    AcrossReport report = AcrossEvaluation.of(images(checkpoint, images), heard, read);
    String id = checkpoint.checkpoint().id();
    command.printResult(new Figures(id, report), () -> print(id, report));
  }

  private LabelledVectors images(NamedCheckpoint from, DigitSource images) {
    ModelSettings model = context.settings().model();
    try (Encoder<byte[]> encoder =
        ImageEncoders.load(
            from.checkpoint(), from.origin(), model.path(), model.device(), List.of())) {
      return ImageVectors.embed(images, encoder);
    }
  }

  private LabelledVectors sounds(NamedCheckpoint from, String spec) {
    try (Encoder<Sound> encoder = Encoders.sounds(from.checkpoint(), from.origin(), device())) {
      return embed(SoundSources.open(spec, seed), spec, encoder);
    }
  }

  private LabelledVectors captions(NamedCheckpoint from, String spec) {
    try (Encoder<Caption> encoder = Encoders.captions(from.checkpoint(), from.origin(), device())) {
      return embed(CaptionSources.open(spec, seed), spec, encoder);
    }
  }

  private String device() {
    return context.settings().model().device();
  }

  private <I> LabelledVectors embed(Source<Labelled<I>> source, String spec, Encoder<I> encoder) {
    source.notes().forEach(note -> context.say("Note: %s", note));
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException(
          "'%1$s' is endless: add the number of inputs, as in %1$s:1000.".formatted(spec));
    }
    List<Labelled<I>> inputs = LabelledInputs.of(source, spec);
    requireEnough(inputs.size(), spec);
    return LabelledInputs.embed(inputs, encoder);
  }

  private static void requireEnough(int size, String spec) {
    if (size < AcrossEvaluation.NEIGHBOURS) {
      throw new SourceException(
          "'%s' has %d inputs; the ten nearest are looked for, so it must have ten or more."
              .formatted(spec, size));
    }
  }

  private void print(String id, AcrossReport report) {
    context.print("Checkpoint %s", id);
    Table table = new Table("search", "queries", "among", "R@1", "P@10");
    row(table, "sound to image", report.sounds(), report.images(), report.soundToImage());
    row(table, "image to sound", report.images(), report.sounds(), report.imageToSound());
    row(table, "caption to image", report.captions(), report.images(), report.captionToImage());
    row(table, "image to caption", report.images(), report.captions(), report.imageToCaption());
    table.print(context.out());
    if (report.soundNearestCentre() != null) {
      context.print("Sounds nearest to their digit's centre: %.4f", report.soundNearestCentre());
    }
    if (report.captionNearestCentre() != null) {
      context.print(
          "Captions nearest to their digit's centre: %.4f", report.captionNearestCentre());
    }
  }

  private static void row(
      Table table, String search, Integer queries, Integer among, AcrossReport.Search figures) {
    if (figures != null) {
      table.row(
          search, queries, among, Table.fixed(figures.r1(), 4), Table.fixed(figures.p10(), 4));
    }
  }
}
