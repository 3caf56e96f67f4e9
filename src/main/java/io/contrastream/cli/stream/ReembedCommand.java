package io.contrastream.cli.stream;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.ReembedSettings;
import io.contrastream.config.Settings;
import io.contrastream.reembed.Reembedding;
import io.contrastream.reembed.Reembedding.Progress;
import io.contrastream.reembed.Reembedding.Result;
import io.contrastream.reembed.StartAt;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reembed",
    description = {
      "Embed inputs again in the space of the active checkpoint.",
      "Reads the inputs that are still in their topics, and embeds those whose newest vector is of"
          + " another space, exactly once, beside the live stream. If it is stopped, start it"
          + " again."
    },
    footer = {
      "  contrastream reembed",
      "  contrastream reembed --rate 2000 --from 2026-11-01T00:00:00Z"
    })
public final class ReembedCommand extends JsonCommand {
  @Option(
      names = "--from",
      paramLabel = "beginning|TIME|OFFSETS",
      description = {
        "First inputs to read: beginning, a time such as 2026-11-01T00:00:00Z, or offsets such as"
            + " digit-images-0:1200,digit-images-1:900, of which other partitions begin at their"
            + " beginning (default: where the last run stopped, or the beginning)."
      })
  private String from;

  @Option(
      names = "--space",
      paramLabel = "ID",
      description =
          "End with an error if another space than this is active (default: embed in the active"
              + " one).")
  private String space;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Maximum number of inputs per second; 0 for no limit (default: setting reembed.rate).")
  private Integer rate;

  @Option(
      names = "--max-lag",
      paramLabel = "N",
      description =
          "Pause while more inputs than this wait for the live stream (default: setting"
              + " reembed.max.lag).")
  private Integer maxLag;

  @Override
  public Integer call() throws InterruptedException {
    context.requireAtLeast("--rate", rate, 0);
    context.requireAtLeast("--max-lag", maxLag, 0);
    Settings settings = context.settings();
    TopicSetup.require(settings, settings.topics().embeddings());
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        Reembedding reembedding =
            new Reembedding(settings, Topics.of(settings, registry), options(settings.reembed()))) {
      context.say("Looking for embeddings of other spaces than %s…", reembedding.spaceId());
      Result result = run(reembedding, stop);
      printResult(result, () -> printText(result));
    }
    return 0;
  }

  private Reembedding.Options options(ReembedSettings defaults) {
    return new Reembedding.Options(
        Optional.ofNullable(space),
        Optional.ofNullable(from).map(this::start),
        rate == null ? defaults.rate() : rate,
        maxLag == null ? defaults.maxLag() : maxLag);
  }

  private StartAt start(String text) {
    try {
      return StartAt.parse(text);
    } catch (IllegalArgumentException e) {
      throw context.usageError("--from: " + e.getMessage());
    }
  }

  private Result run(Reembedding reembedding, StopSignal stop) throws InterruptedException {
    Bar bar = new Bar();
    try {
      return reembedding.run(bar::show, () -> isStopped(stop));
    } finally {
      bar.close();
    }
  }

  private static boolean isStopped(StopSignal stop) {
    try {
      return stop.await(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** A progress bar for each topic. */
  private final class Bar {
    private String task = "";
    private ProgressDisplay display;

    void show(Progress progress) {
      if (!progress.task().equals(task)) {
        close();
        task = progress.task();
        display = new ProgressDisplay(context, task, progress.total());
      }
      String paused = progress.paused() ? ", waiting for the live stream" : "";
      display.show(progress.done(), "%,d embedded%s".formatted(progress.embedded(), paused));
    }

    void close() {
      if (display != null) {
        display.close();
      }
    }
  }

  private void printText(Result result) {
    String gone =
        result.gone() == 0
            ? ""
            : "; %,d others are no longer in their topics, or come before --from"
                .formatted(result.gone());
    if (result.complete()) {
      context.say(
          "Space %s is complete: %,d inputs were embedded again%s.",
          result.spaceId(), result.embedded(), gone);
    } else {
      context.say(
          "%,d inputs were embedded again in space %s, which is not complete yet%s. Start again to"
              + " embed the rest.",
          result.embedded(), result.spaceId(), gone);
    }
  }
}
