package io.contrastream.cli.demo;

import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.options.DrawnSourceOptions;
import io.contrastream.cli.options.FeedOptions;
import io.contrastream.cli.output.Json;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.feed.InputFeed;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.Alteration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs every part in one process. */
@Command(
    name = "demo",
    description = {
      "Start a broker, a schema registry and the processor, send images, captions and sounds of"
          + " digits, and show the results.",
      "With --from-scratch or --drift, also run a trainer: the loss falls as the processor swaps in"
          + " new checkpoints. If the trainer is slower, the feed waits for it.",
      "Ends with the counts: as JSON with --json, or if there is no terminal."
    },
    footer = {
      "  contrastream demo",
      "  contrastream demo --headless --source idx:t10k-images-idx3-ubyte.gz \\",
      "    --images 4000",
      "  contrastream demo --headless --from-scratch --images 60000",
      "  contrastream demo --from-scratch --modalities image,caption,sound",
      "  contrastream demo --drift rotated --images 120000",
      "  contrastream demo --port 9092 --registry-port 8081 --rate 200"
    })
public final class DemoCommand extends JsonCommand {
  /** Leaves a laptop room for other work. */
  /** A user's own encoder may take other images than digits. */
  private static final String ANY_ENCODER = "image.fit=resize";

  private static final double DEFAULT_RATE = 200;

  /** If it is too fast for the machine, the feed waits for the trainer. */
  private static final double FEED_RATE_WITH_TRAINER = 1000;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(15);

  @Mixin private FeedOptions feed;
  @Mixin private ClusterOptions options;
  @Mixin private DrawnSourceOptions source;

  @Option(
      names = "--from-scratch",
      description = "Start with untrained weights and learn from the stream.")
  private boolean fromScratch;

  @Option(
      names = "--drift",
      arity = "0..1",
      fallbackValue = "inverted",
      paramLabel = "HOW",
      description = {
        "Alter the digits midway and learn the new ones from the stream:"
            + " ${COMPLETION-CANDIDATES} (default: ${FALLBACK-VALUE}).",
        "Midway is after half of --images, or after one minute (at most 20,000 images); too few"
            + " leave no time to learn."
      })
  private Alteration drift;

  @Option(
      names = "--modalities",
      paramLabel = "LIST",
      description =
          "Kinds of inputs to send: image, alone or with caption, sound or both (default: all that"
              + " the checkpoint has encoders of; with a trainer, the setting modalities).")
  private String modalities;

  @Option(names = "--headless", description = "Print only the last line, without progress.")
  private boolean headless;

  @Override
  public Integer call() throws Exception {
    feed.check(context);
    // report errors before anything is started
    Settings settings = context.settings(demoDefaults(), overrides());
    if (drift != null && settings.modalities().size() > 1) {
      throw context.usageError("--drift is for images alone, not with modalities of other inputs");
    }
    DemoToken token = DemoToken.of(settings.dashboard());
    DigitSource digits = source.open(context);
    say("Starting a broker and a schema registry…");
    try (StopSignal stop = StopSignal.install();
        LocalCluster cluster = options.start(context, 0, 0);
        Demo demo = start(cluster, digits, token)) {
      boolean completed = watch(cluster, demo, stop);
      print(demo.result(), completed);
      return completed || !feed.isFinite() ? 0 : ExitCode.STOPPED;
    }
  }

  private void print(Demo.Result result, boolean completed) {
    if (isJson() || System.console() == null) {
      context.out().println(Json.line(result));
    } else {
      context.print("%s", DemoSummary.of(result, completed));
    }
  }

  private Demo start(LocalCluster cluster, DigitSource digits, DemoToken token)
      throws InterruptedException {
    List<String> suggested = new ArrayList<>(demoDefaults());
    suggested.addAll(token.suggested());
    Settings settings = ClusterOptions.prepare(cluster, context, suggested, overrides());
    if (!learns() && modalities == null) {
      suggested.add(DemoModalities.suggested(settings));
      settings = ClusterOptions.prepare(cluster, context, suggested, overrides());
    }
    say("Broker %s, schema registry %s", cluster.bootstrapServers(), cluster.registryUrl());
    Demo demo =
        Demo.start(
            settings,
            new DemoPlan(
                digits,
                source.seed(),
                feedPlan(),
                fromScratch,
                Optional.ofNullable(drift),
                settings.modalities()));
    if (!headless) {
      context.printDashboard(demo.dashboard(), token::address);
    }
    return demo;
  }

  private InputFeed.Plan feedPlan() {
    double endless = learns() ? FEED_RATE_WITH_TRAINER : DEFAULT_RATE;
    double rate = feed.rate(feed.isFinite() ? 0 : endless);
    return new InputFeed.Plan(feed.images(Long.MAX_VALUE), rate);
  }

  private List<String> overrides() {
    return modalities == null ? List.of() : List.of("modalities=" + modalities);
  }

  private boolean learns() {
    return fromScratch || drift != null;
  }

  /** With a trainer, shortens to seconds what takes minutes in production. */
  private List<String> demoDefaults() {
    return learns()
        ? List.of(
            ANY_ENCODER,
            "training.seed=" + source.seed(),
            "training.commit.interval=2s",
            "training.candidate.interval=5s",
            "training.patience=1s",
            // all start untrained
            "training.locked=",
            "training.pairs.per.step=32",
            "loss.window=2s",
            "loss.grace=1s",
            // fewer images vary more by chance; a checkpoint may be active for 5 s only
            "drift.images=200",
            "drift.threshold=0.1",
            // as long as by default: drift must not cause a rollback
            "rollback.windows=15")
        : List.of(ANY_ENCODER, "dashboard.neighbours=20000"); // the heap of such a demo is small
  }

  /** Returns whether every image was processed before the command was stopped. */
  private boolean watch(LocalCluster cluster, Demo demo, StopSignal stop) {
    try (DemoProgress progress = new DemoProgress(context, feed.images(-1), headless)) {
      while (!stop.isRequested()) {
        cluster.throwIfStopped();
        demo.advance(POLL_INTERVAL);
        progress.show(demo);
        if (demo.isComplete()) {
          return true;
        }
      }
      demo.finish(DRAIN_TIMEOUT);
      return false;
    }
  }

  private void say(String message, Object... arguments) {
    if (!headless) {
      context.err().printf(message + "%n", arguments);
    }
  }
}
