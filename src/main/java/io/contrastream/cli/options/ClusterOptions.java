package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a broker and a registry of our own run and keep their data; taken as a {@code @Mixin}. */
public final class ClusterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps topics and schemas here; without it they are thrown away at the end.")
  private Path data;

  @Option(names = "--port", paramLabel = "PORT", description = "Of the broker; 0 for any free one.")
  private Integer port;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      description = "Of the registry; 0 for any free one.")
  private Integer registryPort;

  /** Starts both, on the ports that were given or else on these. */
  public LocalCluster start(int otherwise, int registryOtherwise) {
    int kafka = checked("--port", port, otherwise);
    int registry = checked("--registry-port", registryPort, registryOtherwise);
    return data == null
        ? LocalCluster.startThrowAway(kafka, registry)
        : LocalCluster.start(data.toAbsolutePath(), kafka, registry);
  }

  private int checked(String option, Integer value, int otherwise) {
    if (value != null && (value < 0 || value > 65_535)) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, allowed is 0 to 65535".formatted(option, value));
    }
    return value == null ? otherwise : value;
  }

  /** The command's settings, pointed to the cluster; its topics and schemas are there then. */
  public static Settings prepare(LocalCluster cluster, CommandContext context) {
    return prepare(cluster, context, List.of(), List.of());
  }

  /**
   * @param suggested {@code key=value}, weaker than {@code --set}
   * @param forced {@code key=value}, stronger than all else
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
