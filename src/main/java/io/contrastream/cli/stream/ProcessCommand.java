package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.reembed.AutoReembed;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "process",
    description = "Embed, join and score the images topic until stopped.",
    footer = {
      "  contrastream process",
      "  contrastream process --set kafka.bootstrap.servers=kafka:9092 \\",
      "    --set stream.threads=4"
    })
public final class ProcessCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  @Mixin private CommandContext context;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = context.settings();
    context.say("Starting: loading the checkpoint and joining the consumer group…");
    try (StopSignal stop = StopSignal.install()) {
      run(settings, stop);
      context.say("Stopped.");
    }
    return 0;
  }

  private void run(Settings settings, StopSignal stop) throws InterruptedException {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        StreamProcessor processor = StreamProcessor.start(settings, registry);
        Dashboard dashboard =
            Dashboard.start(settings, registry, Optional.of(processor), Optional.empty());
        AutoReembed reembed =
            AutoReembed.start(settings, Topics.of(settings, registry)).orElse(null)) {
      context.printDashboard(dashboard, url -> url);
      if (awaitReady(processor, stop)) {
        context.say(
            "Ready: embedding %s with checkpoint %s. Press Ctrl-C to stop.",
            settings.topics().images(), processor.checkpointId());
      }
      if (reembed != null) {
        context.say("Inputs are embedded again whenever a new space begins (reembed.auto).");
      }
      String checkpoint = processor.checkpointId();
      boolean commits = true;
      while (!stop.await(POLL_INTERVAL)) {
        processor.throwFailure();
        checkpoint = printSwap(checkpoint, processor.checkpointId());
        commits = printCommits(commits, processor.commitProblem());
        requireRunning(reembed);
      }
    }
  }

  private String printSwap(String before, String now) {
    if (!now.equals(before)) {
      LocalTime time = LocalTime.now(ZoneId.systemDefault());
      context.say("%tT Swapped checkpoint %s for %s", time, before, now);
    }
    return now;
  }

  private static void requireRunning(AutoReembed reembed) {
    if (reembed != null && reembed.problem().isPresent()) {
      throw new ProcessFailedException(reembed.problem().get(), null);
    }
  }

  private boolean printCommits(boolean before, Optional<String> problem) {
    if (before && problem.isPresent()) {
      context.err().println("contrastream: " + problem.get());
    } else if (!before && problem.isEmpty()) {
      context.err().println("contrastream: outputs are committed again");
    }
    return problem.isEmpty();
  }

  private static boolean awaitReady(StreamProcessor processor, StopSignal stop)
      throws InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!processor.isReady() && System.nanoTime() < deadline) {
      processor.throwFailure();
      if (stop.await(Duration.ofMillis(50))) {
        return false;
      }
    }
    return processor.isReady();
  }
}
