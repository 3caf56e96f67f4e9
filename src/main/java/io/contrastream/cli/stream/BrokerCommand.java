package io.contrastream.cli.stream;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cluster.LocalCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "broker",
    description = {
      "Run a Kafka broker and a schema registry on this machine, for development.",
      "Creates the topics of the settings."
    },
    footer = {
      "  contrastream broker",
      "  contrastream broker --data ~/contrastream-data \\",
      "    --port 9092 --registry-port 8081"
    })
public final class BrokerCommand extends JsonCommand {
  private static final int DEFAULT_PORT = 9092;
  private static final int DEFAULT_REGISTRY_PORT = 8081;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() throws InterruptedException {
    context.settings(); // report errors before anything is started
    context.say("Starting a broker and a schema registry…");
    try (StopSignal stop = StopSignal.install()) {
      run(stop);
      context.say("Stopped.");
    }
    return 0;
  }

  private void run(StopSignal stop) throws InterruptedException {
    try (LocalCluster cluster = options.start(context, DEFAULT_PORT, DEFAULT_REGISTRY_PORT)) {
      ClusterOptions.prepare(cluster, context);
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("bootstrap.servers", cluster.bootstrapServers());
      settings.put("schema.registry.url", cluster.registryUrl());
      printResult(
          settings, () -> settings.forEach((key, value) -> context.print("%s=%s", key, value)));
      context.say("Topics created. Press Ctrl-C to stop.");
      while (!stop.await(Duration.ofSeconds(1))) {
        cluster.throwIfStopped();
      }
    }
  }
}
