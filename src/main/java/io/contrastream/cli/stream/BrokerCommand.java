package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cluster.LocalCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a broker and a schema registry for development. */
@Command(
    name = "broker",
    description = {
      "Runs a Kafka broker and a schema registry on this machine, for development.",
      "The ports are 9092 and 8081 unless others are given; topics are made as the settings say."
    },
    footer = {
      "  contrastream broker",
      "  contrastream broker --data ~/contrastream-data --port 9092 --registry-port 8081"
    })
public final class BrokerCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() throws InterruptedException {
    context.settings(); // faults are told before anything is started
    context.err().println("Starting a broker and a registry…");
    try (StopSignal stop = StopSignal.install();
        LocalCluster cluster = options.start(9092, 8081)) {
      ClusterOptions.prepare(cluster, context);
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("bootstrap.servers", cluster.bootstrapServers());
      settings.put("schema.registry.url", cluster.registryUrl());
      json.print(
          context,
          settings,
          () -> settings.forEach((key, value) -> context.out().printf("%s=%s%n", key, value)));
      context.err().println("The topics are there. Ctrl-C stops both.");
      while (!stop.await(Duration.ofSeconds(1))) {
        cluster.throwIfStopped();
      }
    }
    return 0;
  }
}
