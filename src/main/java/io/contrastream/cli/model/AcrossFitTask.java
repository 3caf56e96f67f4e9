package io.contrastream.cli.model;

import io.contrastream.caption.CaptionSources;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.Modalities;
import io.contrastream.network.Encoders;
import io.contrastream.network.ImageEncoders;
import io.contrastream.schema.Modality;
import io.contrastream.sound.source.SoundSources;
import io.contrastream.source.Labelled;
import io.contrastream.source.ShuffledSource;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import io.contrastream.training.across.AcrossEvaluation;
import io.contrastream.training.across.AcrossFit;
import io.contrastream.training.across.AcrossSettings;
import io.contrastream.training.across.CaptionAugmenter;
import io.contrastream.training.across.Features;
import io.contrastream.training.across.LabelledVectors;
import io.contrastream.training.across.SoundAugmenter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains an encoder of captions or sounds, and saves it beside the image encoder it was paired
 * with.
 */
final class AcrossFitTask {
  /** Number of inputs that an epoch takes from an endless source. */
  private static final int GENERATED = 20_000;

  private static final String ORIGIN = "The trained checkpoint";

  private final CommandContext context;
  private final JsonCommand command;
  private final AcrossOptions across;
  private final FitOptions options;
  private final SourceOptions source;

  AcrossFitTask(
      CommandContext context,
      JsonCommand command,
      AcrossOptions across,
      FitOptions options,
      SourceOptions source) {
    this.context = context;
    this.command = command;
    this.across = across;
    this.options = options;
    this.source = source;
  }

  /** What {@code --json} prints. */
  private record Trained(
      String modality,
      int steps,
      double loss,
      double nearestCentre,
      String checkpoint,
      String file) {}

  /** Returns the exit code. */
  int run(Path folder) {
    String spec = source.spec();
    long seed = source.seed();
    return across.modality == Modality.SOUND
        ? fit(
            SoundSources.open(spec, seed),
            new SoundAugmenter(seed),
            trained -> Encoders.sounds(trained, ORIGIN, "cpu"),
            folder)
        : fit(
            CaptionSources.open(spec, seed),
            new CaptionAugmenter(seed),
            trained -> Encoders.captions(trained, ORIGIN, "cpu"),
            folder);
  }

  private <I> int fit(
      Source<Labelled<I>> inputs,
      Features<I> features,
      Function<Checkpoint, Encoder<I>> encoders,
      Path folder) {
    inputs.notes().forEach(note -> context.say("Note: %s", note));
    Split<I> split = split(inputs);
    NamedCheckpoint against = against();
    LabelledVectors images = images(against);
    AcrossFit<I> fit =
        new AcrossFit<>(
            split.settings(), Networks.of(across.modality), split.training(), features, images);
    try (StopSignal stop = StopSignal.install()) {
      Steps steps = new Steps(split.settings().steps(), stop);
      Checkpoint trained;
      try (steps) {
        trained = withSources(fit.run(against.checkpoint(), steps));
      }
      boolean stopped = Thread.interrupted(); // or the file could not be written
      Path file = folder.resolve(name() + ".safetensors");
      CheckpointFile.save(trained, file);
      double nearest = nearestCentre(encoders.apply(trained), split.heldOut(), images);
      print(new Trained(name(), steps.done, steps.mean, nearest, trained.id(), file.toString()));
      return stopped ? ExitCode.STOPPED : 0;
    }
  }

  /** Inputs to train on, as the settings use them, and others to measure with. */
  private record Split<I>(
      AcrossSettings settings, Source<Labelled<I>> training, List<Labelled<I>> heldOut) {}

  /** Holds out the last inputs of a source that is finite, and those that follow of another. */
  private <I> Split<I> split(Source<Labelled<I>> inputs) {
    boolean isEndless = inputs.size() == Integer.MAX_VALUE;
    Source<Labelled<I>> all = isEndless ? inputs : new ShuffledSource<>(inputs);
    int given = isEndless ? GENERATED : all.size();
    int heldOut = heldOut(given);
    AcrossSettings settings = settings(given - heldOut);
    int training = isEndless ? settings.steps() * settings.batchSize() : given - heldOut;
    if (!isEndless) {
      LabelledInputs.requireLabels(inputs, source.spec());
    }
    return new Split<>(
        settings,
        all.range(0, training),
        LabelledInputs.of(all.range(training, training + heldOut), source.spec()));
  }

  private int heldOut(int given) {
    int heldOut = options.validation(given);
    if (heldOut < 1) {
      throw context.usageError("--validation must be at least 1, not %d".formatted(heldOut));
    }
    if (heldOut >= given) {
      throw new SourceException(
          "'%s' has %d inputs: too few to hold out %d.".formatted(source.spec(), given, heldOut));
    }
    return heldOut;
  }

  private NamedCheckpoint against() {
    Settings settings = context.settings();
    NamedCheckpoint found =
        NamedCheckpoint.find(
            settings, across.against == null ? settings.model().checkpoint() : across.against);
    found.checkpoint().changes().ifPresent(changes -> context.say("Note: %s", changes));
    return found;
  }

  private Checkpoint withSources(Checkpoint trained) {
    Map<String, String> facts = new LinkedHashMap<>(trained.metadata());
    facts.put(name() + ".source", source.spec());
    facts.put(
        name() + ".images",
        Optional.ofNullable(across.images).orElse(AcrossOptions.DEFAULT_IMAGES));
    return trained.withMetadata(facts);
  }

  private AcrossSettings settings(int inputs) {
    try {
      return options.across(across.modality, inputs, source.seed());
    } catch (IllegalArgumentException e) {
      throw context.usageError(e.getMessage());
    }
  }

  private LabelledVectors images(NamedCheckpoint against) {
    String spec = across.images == null ? AcrossOptions.DEFAULT_IMAGES : across.images;
    ModelSettings model = context.settings().model();
    try (Encoder<byte[]> encoder =
        ImageEncoders.load(
            against.checkpoint(), against.origin(), model.path(), model.device(), List.of())) {
      return ImageVectors.embed(source.openFinite(context, spec), encoder);
    }
  }

  private String name() {
    return Modalities.name(across.modality);
  }

  /** Closes the encoder. */
  private static <I> double nearestCentre(
      Encoder<I> trained, List<Labelled<I>> heldOut, LabelledVectors images) {
    try (Encoder<I> encoder = trained) {
      return AcrossEvaluation.nearestCentre(LabelledInputs.embed(heldOut, encoder), images);
    }
  }

  private void print(Trained trained) {
    command.printResult(
        trained,
        () ->
            context.print(
                "%s: %d steps, loss %.4f; %.4f of the held-out inputs are nearest to their digit%n"
                    + "Saved checkpoint %s as %s",
                trained.modality(),
                trained.steps(),
                trained.loss(),
                trained.nearestCentre(),
                trained.checkpoint(),
                trained.file()));
  }

  /** Shows the steps, and stops the training thread if that is requested. */
  private final class Steps implements AcrossFit.Listener, AutoCloseable {
    private final ProgressDisplay display;
    private final StopSignal stop;

    /** A running mean of the loss, as single steps vary. */
    private double mean = Double.NaN;

    private int done;

    Steps(int steps, StopSignal stop) {
      this.stop = stop;
      display = new ProgressDisplay(context, "Step", steps);
    }

    @Override
    public void onStep(int step, float loss) {
      if (stop.isRequested()) {
        Thread.currentThread().interrupt();
      }
      done = step;
      if (!Float.isNaN(loss)) { // else the step was skipped
        mean = Double.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
      }
      display.show(step, String.format(Locale.ROOT, "loss %.4f", mean));
    }

    @Override
    public void close() {
      display.close();
    }
  }
}
