package io.contrastream.cli;

import io.contrastream.runtime.LocalCluster;
import java.util.List;

/** The settings that point to a cluster of our own. */
final class ClusterSettings {
  private ClusterSettings() {}

  /** As {@code key=value}, to stand above all others. */
  static List<String> of(LocalCluster cluster) {
    return List.of(
        "kafka.bootstrap.servers=" + cluster.bootstrapServers(),
        "registry.schema.registry.url=" + cluster.registryUrl(),
        "stream.state.dir=" + cluster.folder().resolve("state"));
  }
}
