package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks that all topics exist as planned. Topics with the same issue share an outcome. */
record TopicsCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    List<TopicPlan> plans = TopicPlan.of(settings);
    Map<Outcome, List<String>> found = new LinkedHashMap<>();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      for (TopicPlan plan : plans) {
        for (Outcome issue : issues(admin, plan)) {
          found.computeIfAbsent(issue, key -> new ArrayList<>()).add(plan.name());
        }
      }
    }
    if (found.isEmpty()) {
      return List.of(Outcome.ok("%d topics exist, as planned".formatted(plans.size())));
    }
    List<Outcome> named = new ArrayList<>();
    found.forEach(
        (issue, topics) ->
            named.add(
                new Outcome(
                    issue.result(),
                    String.join(", ", topics) + ": " + issue.seen(),
                    issue.remedy())));
    return named;
  }

  /** Returns outcomes that do not name the topic, so that topics with the same issue share one. */
  private List<Outcome> issues(TopicAdmin admin, TopicPlan plan) {
    try {
      return compare(plan, admin.describe(List.of(plan)).get(0));
    } catch (BrokerUnavailableException e) {
      throw e;
    } catch (TopicException e) { // most likely a missing right on this topic
      return List.of(Outcome.failed(e.getMessage(), "grant our user DESCRIBE on it"));
    }
  }

  private List<Outcome> compare(TopicPlan plan, TopicState state) {
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
      TopicSettings topics = settings.topics();
      boolean mustBeSingle =
          Set.of(topics.checkpoints(), topics.trainerState()).contains(plan.name());
      String seen = "partitions: %d, planned: %d".formatted(state.partitions(), plan.partitions());
      found.add(
          mustBeSingle
              ? Outcome.failed(seen, "it must have one partition: delete it and create it again")
              : Outcome.warning(seen, "set topics.partitions=%d".formatted(state.partitions())));
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
    boolean size = setting.equals("max.message.bytes");
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
                .formatted(settings.kafka().bootstrapServers(), setting, planned)));
  }
}
