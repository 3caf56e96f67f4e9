package io.contrastream.testing;

import io.contrastream.cluster.LocalCluster;
import java.util.ArrayList;
import java.util.List;

/** Topics of its own for each test, on a cluster that several share. */
public final class OwnTopics {
  private static final List<String> ALL =
      List.of(
          "images",
          "embeddings",
          "scores",
          "loss",
          "labelled.pairs",
          "checkpoints",
          "training",
          "trainer.state",
          "dead.letters");

  private OwnTopics() {}

  /**
   * Settings ({@code key=value}) that lead to the cluster, and there to topics whose names begin
   * with that name; the caller may add to the list.
   */
  public static List<String> on(LocalCluster cluster, String name) {
    List<String> settings = new ArrayList<>();
    settings.add("kafka.bootstrap.servers=" + cluster.bootstrapServers());
    settings.add("registry.schema.registry.url=" + cluster.registryUrl());
    ALL.forEach(topic -> settings.add("topics." + topic + "=" + name + "-" + topic));
    return settings;
  }
}
