package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.topic.KafkaAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.server.common.MetadataVersion;

/** Checks that a broker answers, and describes its cluster. */
record BrokerCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), timeout)) {
      return List.of(examine(kafka));
    }
  }

  private Outcome examine(KafkaAdmin kafka) {
    try {
      int nodes = kafka.ask(admin -> admin.describeCluster().nodes()).size();
      String seen =
          "%s: cluster %s, %d %s%s"
              .formatted(
                  settings.kafka().bootstrapServers(),
                  kafka.ask(admin -> admin.describeCluster().clusterId()),
                  nodes,
                  nodes == 1 ? "node" : "nodes",
                  version(kafka).map(version -> ", Kafka " + version).orElse(""));
      int replication = settings.topics().replication();
      return replication > nodes
          ? Outcome.warning(
              seen,
              "topics.replication is %d, but a topic cannot have more replicas than there are nodes: lower it"
                  .formatted(replication))
          : Outcome.ok(seen);
    } catch (KafkaException e) {
      throw kafka.explain("describe the cluster", e);
    }
  }

  /** Returns empty if the cluster does not report it, or is newer than our client. */
  private static Optional<String> version(KafkaAdmin kafka) {
    try {
      return Optional.ofNullable(
              kafka
                  .ask(admin -> admin.describeFeatures().featureMetadata())
                  .finalizedFeatures()
                  .get(MetadataVersion.FEATURE_NAME))
          .map(FinalizedVersionRange::maxVersionLevel)
          .map(level -> MetadataVersion.fromFeatureLevel(level).shortVersion());
    } catch (UnsupportedVersionException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
