package io.contrastream.cli;

import io.contrastream.runtime.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a broker and a schema registry for development. */
@Command(
    name = "broker",
    description = {
      "Runs a Kafka broker and a schema registry on this machine, for development.",
      "Topics and schemas are made at the start, as the settings say."
    },
    footer = {
      "  contrastream broker",
      "  contrastream broker --data ~/contrastream-data --port 9092 --registry-port 8081"
    })
final class BrokerCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps topics and schemas here; without it they are thrown away at the end.")
  private Path data;

  @Option(
      names = "--port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "Of the broker; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      paramLabel = "PORT",
      description = "Of the registry; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int registryPort;

  @Override
  public Integer call() throws InterruptedException {
    context.settings(); // faults are told before anything is started
    try (StopSignal stop = StopSignal.install();
        LocalCluster cluster = start()) {
      cluster.prepare(context.settings(ClusterSettings.of(cluster)));
      context.out().printf("bootstrap.servers=%s%n", cluster.bootstrapServers());
      context.out().printf("schema.registry.url=%s%n", cluster.registryUrl());
      context.err().println("The topics are there. Ctrl-C stops both.");
      while (!stop.await(Duration.ofSeconds(1))) {
        cluster.throwIfStopped();
      }
    }
    return 0;
  }

  private LocalCluster start() {
    return data == null
        ? LocalCluster.startThrowAway(port, registryPort)
        : LocalCluster.start(data.toAbsolutePath(), port, registryPort);
  }
}
