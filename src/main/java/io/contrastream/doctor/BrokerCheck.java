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

/** Whether a broker answers, and what cluster it belongs to. */
record BrokerCheck(Settings settings, Duration patience) implements Check {
  static final String NAME = "broker";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> run() {
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), patience)) {
      return List.of(examine(kafka));
    }
  }

  private Finding examine(KafkaAdmin kafka) {
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
      int copies = settings.topics().replication();
      return copies > nodes
          ? warning(
              seen,
              "topics.replication is %d: with fewer nodes no topic can be created; lower it"
                  .formatted(copies))
          : ok(seen);
    } catch (KafkaException e) {
      throw kafka.explain("describe the cluster", e);
    }
  }

  /** Empty where the cluster does not tell, or is newer than what we know. */
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
