package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Ports and data folder of an embedded broker and schema registry. */
public final class ClusterOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that keeps topics and schemas (default: a temporary one).")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the broker; 0 for any free port (default: 9092; in a demo, 0).")
  private Integer port;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      description =
          "Port of the schema registry; 0 for any free port (default: 8081; in a demo, 0).")
  private Integer registryPort;

  /** Starts broker and registry, on the default ports unless options name others. */
  public LocalCluster start(CommandContext context, int defaultPort, int defaultRegistryPort) {
    context.requireBetween("--port", port, 0, MAX_PORT);
    context.requireBetween("--registry-port", registryPort, 0, MAX_PORT);
    int broker = port == null ? defaultPort : port;
    int registry = registryPort == null ? defaultRegistryPort : registryPort;
    return data == null
        ? LocalCluster.startThrowAway(broker, registry)
        : LocalCluster.start(data.toAbsolutePath(), broker, registry);
  }

  public static Settings prepare(LocalCluster cluster, CommandContext context) {
    return prepare(cluster, context, List.of(), List.of());
  }

  /**
   * Creates topics and schemas in the cluster.
   *
   * @param suggested {@code key=value}, overridden by {@code --set}
   * @param forced {@code key=value}, overriding {@code --set}
   * @return the command's settings, pointing to the cluster
   */
  public static Settings prepare(
      LocalCluster cluster, CommandContext context, List<String> suggested, List<String> forced) {
    List<String> all = new ArrayList<>(forced);
    all.add("kafka.bootstrap.servers=" + cluster.bootstrapServers());
    all.add("registry.schema.registry.url=" + cluster.registryUrl());
    all.add("stream.state.dir=" + cluster.folder().resolve("state"));
    Settings settings = context.settings(suggested, all);
    cluster.prepare(settings);
    return settings;
  }
}
