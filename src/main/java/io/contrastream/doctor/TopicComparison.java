package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares topics with their plans, and tells failures from mere differences. Outcomes do not name
 * the topic, so that topics with the same issue can share one.
 */
final class TopicComparison {
  private static final String MAX_MESSAGE = "max.message.bytes";

  private final String servers;
  private final Set<String> singlePartition;

  TopicComparison(Settings settings) {
    servers = settings.kafka().bootstrapServers();
    singlePartition = Set.of(settings.topics().checkpoints(), settings.topics().trainerState());
  }

  List<Outcome> issues(TopicPlan plan, TopicState state) {
    if (!state.exists()) {
      return List.of(
          Outcome.warning(
              "missing",
              "process and train create missing topics; to create them now: contrastream"
                  + " topics create"));
    }
    List<Outcome> found = new ArrayList<>();
    partitions(plan, state, found);
    if (state.settings().isEmpty()) {
      found.add(
          Outcome.warning("its settings can't be read", "grant our user DESCRIBE_CONFIGS on it"));
    }
    new TreeMap<>(plan.settings())
        .forEach((setting, planned) -> setting(setting, state, planned, found));
    return found;
  }

  private void partitions(TopicPlan plan, TopicState state, List<Outcome> found) {
    if (state.partitions() != plan.partitions()) {
      String seen = "partitions: %d, planned: %d".formatted(state.partitions(), plan.partitions());
      found.add(
          singlePartition.contains(plan.name())
              ? Outcome.failed(seen, "it must have one partition: delete it and create it again")
              : Outcome.warning(
                  seen,
                  "set topics.partitions=%d, or change the topic while no pairs are being processed"
                      .formatted(state.partitions())));
    }
    if (state.replication() < plan.replication()) {
      found.add(
          Outcome.warning(
              "replication: %d, planned: %d".formatted(state.replication(), plan.replication()),
              "add replicas with kafka-reassign-partitions.sh, or set topics.replication=%d"
                  .formatted(state.replication())));
    }
  }

  /**
   * A wrong cleanup policy or a too small maximum record size loses data; a larger one does not.
   */
  private void setting(String setting, TopicState state, String planned, List<Outcome> found) {
    String is = state.settings().get(setting);
    boolean size = setting.equals(MAX_MESSAGE);
    if (is == null
        || is.equals(planned)
        || (size && Long.parseLong(is) > Long.parseLong(planned))) {
      return;
    }
    found.add(
        new Outcome(
            size || setting.equals("cleanup.policy") ? Result.FAILED : Result.WARNING,
            "%s is %s, planned is %s".formatted(setting, is, planned),
            "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name TOPIC --add-config %s=%s"
                .formatted(servers, setting, planned)));
  }
}
