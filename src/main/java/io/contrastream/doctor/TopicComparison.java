package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares topics with their plans, and tells failures from mere differences. */
final class TopicComparison {
  private static final String MAX_MESSAGE = "max.message.bytes";

  private final String servers;
  private final Set<String> singlePartition;

  TopicComparison(Settings settings) {
    servers = settings.kafka().bootstrapServers();
    singlePartition = Set.of(settings.topics().checkpoints(), settings.topics().trainerState());
  }

  List<TopicIssue> issues(TopicPlan plan, TopicState state) {
    if (!state.exists()) {
      return List.of(
          new TopicIssue(
              Result.WARNING,
              "missing",
              "process and train create missing topics; to create them now: contrastream"
                  + " topics create"));
    }
    List<TopicIssue> found = new ArrayList<>();
    partitions(plan, state, found);
    if (state.settings().isEmpty()) {
      found.add(
          new TopicIssue(
              Result.WARNING,
              "its settings can't be read",
              "grant our user DESCRIBE_CONFIGS on it"));
    }
    for (String setting : plan.settings().keySet().stream().sorted().toList()) {
      String is = state.settings().get(setting);
      if (is != null && !fits(setting, is, plan.settings().get(setting))) {
        found.add(setting(setting, is, plan.settings().get(setting)));
      }
    }
    return found;
  }

  private void partitions(TopicPlan plan, TopicState state, List<TopicIssue> found) {
    if (state.partitions() != plan.partitions()) {
      String seen = "partitions: %d, planned: %d".formatted(state.partitions(), plan.partitions());
      found.add(
          singlePartition.contains(plan.name())
              ? new TopicIssue(
                  Result.FAILED, seen, "it must have one partition: delete it and create it again")
              : new TopicIssue(
                  Result.WARNING,
                  seen,
                  "set topics.partitions=%d, or change the topic while no pairs are being processed"
                      .formatted(state.partitions())));
    }
    if (state.replication() < plan.replication()) {
      found.add(
          new TopicIssue(
              Result.WARNING,
              "replication: %d, planned: %d".formatted(state.replication(), plan.replication()),
              "add replicas with kafka-reassign-partitions.sh, or set topics.replication=%d"
                  .formatted(state.replication())));
    }
  }

  /** A larger maximum record size than planned does no harm. */
  private static boolean fits(String setting, String is, String planned) {
    return is.equals(planned)
        || (setting.equals(MAX_MESSAGE) && Long.parseLong(is) > Long.parseLong(planned));
  }

  /** A wrong cleanup policy or a too small maximum record size loses data. */
  private TopicIssue setting(String setting, String is, String planned) {
    boolean losesData = setting.equals("cleanup.policy") || setting.equals(MAX_MESSAGE);
    return new TopicIssue(
        losesData ? Result.FAILED : Result.WARNING,
        "%s is %s, planned is %s".formatted(setting, is, planned),
        "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name TOPIC --add-config %s=%s"
            .formatted(servers, setting, planned));
  }
}
