package io.contrastream.cli.demo;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.options.FeedOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.Json;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.feed.ImageFeed;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.Alteration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole thing alive. */
@Command(
    name = "demo",
    description = {
      "Starts a broker, a registry and the processor, feeds digits in and shows what comes out.",
      "With --from-scratch or --drift a trainer runs beside it: the loss falls as checkpoints come"
          + " and the processor swaps them in. The feed waits for the trainer where that is"
          + " slower.",
      "The last line on standard output is one JSON object with the counts."
    },
    footer = {
      "  contrastream demo",
      "  contrastream demo --headless --source idx:t10k-images-idx3-ubyte.gz --images 4000",
      "  contrastream demo --headless --from-scratch --images 60000",
      "  contrastream demo --drift rotated --images 120000",
      "  contrastream demo --port 9092 --registry-port 8081 --rate 200"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final double GENTLE_RATE = 1000;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LAST = Duration.ofSeconds(15);

  @Mixin private CommandContext context;
  @Mixin private FeedOptions feed;
  @Mixin private ClusterOptions options;

  @Option(
      names = "--source",
      defaultValue = "drawn",
      paramLabel = "SPEC",
      description = {
        "Digits: drawn, idx:PATH, csv:FILE, png:DIR or mnist (default: drawn).",
        "Altered: inverted:SPEC, rotated:SPEC or outlined:SPEC."
      })
  private String source;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of all that is left to chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--from-scratch",
      description = "Begins with untrained weights and learns from the stream.")
  private boolean fromScratch;

  @Option(
      names = "--drift",
      arity = "0..1",
      fallbackValue = "inverted",
      paramLabel = "HOW",
      description = {
        "Alters the digits midway and learns from the stream what they look like then:"
            + " ${COMPLETION-CANDIDATES} (default: ${FALLBACK-VALUE}).",
        "Without --images, midway is after 60,000; with few, there is no time to learn."
      })
  private Alteration drift;

  @Option(
      names = "--headless",
      description = "Shows no progress; the last line comes all the same.")
  private boolean headless;

  @Override
  public Integer call() throws Exception {
    feed.check(context);
    // faults are told before anything is started
    Settings settings = context.settings(suggested(), List.of());
    DemoToken token = DemoToken.of(settings.dashboard());
    DigitSource digits = SourceOptions.open(source, seed);
    say("Starting a broker and a registry…");
    try (StopSignal stop = StopSignal.install();
        LocalCluster cluster = options.start(0, 0);
        Demo demo = start(cluster, digits, token)) {
      boolean completed = watch(cluster, demo, stop);
      context.out().println(Json.line(demo.result()));
      return completed || !feed.hasEnd() ? 0 : ExitCode.STOPPED;
    }
  }

  private Demo start(LocalCluster cluster, DigitSource digits, DemoToken token)
      throws InterruptedException {
    List<String> suggested = new ArrayList<>(suggested());
    suggested.addAll(token.suggested());
    Settings settings = ClusterOptions.prepare(cluster, context, suggested, List.of());
    say("Broker %s, registry %s", cluster.bootstrapServers(), cluster.registryUrl());
    Demo demo =
        Demo.start(
            settings,
            new DemoPlan(digits, seed, feedPlan(), fromScratch, Optional.ofNullable(drift)));
    if (!headless) {
      context.tellDashboard(demo.dashboard(), token::address);
    }
    return demo;
  }

  private ImageFeed.Plan feedPlan() {
    double rate = feed.rate(feed.hasEnd() ? 0 : GENTLE_RATE);
    return new ImageFeed.Plan(feed.images(Long.MAX_VALUE), rate, true);
  }

  /** People watch: what takes minutes in production takes seconds here. */
  private List<String> suggested() {
    return fromScratch || drift != null
        ? List.of(
            "training.seed=" + seed,
            "training.commit.interval=2s",
            "training.candidate.interval=5s",
            "training.patience=1s",
            "training.pairs.per.step=32",
            "loss.window=2s",
            "loss.grace=1s",
            // as long as by default: a drift is no reason to go back
            "rollback.windows=15")
        : List.of();
  }

  /** Whether all images went all the way before somebody asked to stop. */
  private boolean watch(LocalCluster cluster, Demo demo, StopSignal stop) {
    try (DemoProgress status = new DemoProgress(context, feed.images(-1), headless)) {
      while (!stop.asked()) {
        cluster.throwIfStopped();
        demo.advance(LOOK);
        status.show(demo);
        if (demo.isComplete()) {
          return true;
        }
      }
      say("Stopping, once what is on its way has come out…");
      demo.finish(LAST);
      return false;
    }
  }

  private void say(String message, Object... facts) {
    if (!headless) {
      context.err().printf(message + "%n", facts);
    }
  }
}
