package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges how a topic differs from its plan: what can't work, and what is only not as planned. */
final class TopicComparison {
  private static final String MAX_MESSAGE = "max.message.bytes";

  private final String servers;
  private final Set<String> ordered;

  TopicComparison(Settings settings) {
    servers = settings.kafka().bootstrapServers();
    ordered = Set.of(settings.topics().checkpoints(), settings.topics().trainerState());
  }

  List<TopicIssue> of(TopicPlan plan, TopicState state) {
    if (!state.exists()) {
      return List.of(
          new TopicIssue(
              Result.WARNING,
              "missing",
              "process and train create what is missing; to do so now: contrastream topics"
                  + " create"));
    }
    List<TopicIssue> found = new ArrayList<>();
    partitions(plan, state, found);
    if (state.settings().isEmpty()) {
      found.add(
          new TopicIssue(
              Result.WARNING,
              "settings can't be seen",
              "grant our user DESCRIBE_CONFIGS on it to have them checked"));
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
          ordered.contains(plan.name())
              ? new TopicIssue(
                  Result.FAILED, seen, "it needs the order of one partition: make it anew")
              : new TopicIssue(
                  Result.WARNING,
                  seen,
                  "set topics.partitions=%d, or alter the topic while no pair is under way"
                      .formatted(state.partitions())));
    }
    if (state.replication() < plan.replication()) {
      found.add(
          new TopicIssue(
              Result.WARNING,
              "copies: %d, planned: %d".formatted(state.replication(), plan.replication()),
              "add copies with kafka-reassign-partitions.sh, or set topics.replication=%d"
                  .formatted(state.replication())));
    }
  }

  /** Room for larger records than planned does no harm. */
  private static boolean fits(String setting, String is, String planned) {
    return is.equals(planned)
        || (setting.equals(MAX_MESSAGE) && Long.parseLong(is) > Long.parseLong(planned));
  }

  /** What a wrong clean-up deletes, and what doesn't fit into a record, is lost. */
  private TopicIssue setting(String setting, String is, String planned) {
    boolean loses = setting.equals("cleanup.policy") || setting.equals(MAX_MESSAGE);
    return new TopicIssue(
        loses ? Result.FAILED : Result.WARNING,
        "%s is %s, planned is %s".formatted(setting, is, planned),
        "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name TOPIC --add-config %s=%s"
            .formatted(servers, setting, planned));
  }
}
