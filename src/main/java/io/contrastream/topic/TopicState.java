package io.contrastream.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The actual configuration of a topic.
 *
 * @param created whether this call created the topic
 * @param partitions 0 if the topic does not exist
 * @param settings those in the plan and those set on the topic itself
 * @param differences from the plan, one sentence each
 */
public record TopicState(
    String name,
    boolean created,
    int partitions,
    int replication,
    Map<String, String> settings,
    List<String> differences) {

  public boolean exists() {
    return partitions > 0;
  }

  static TopicState missing(TopicPlan plan) {
    return new TopicState(
        plan.name(), false, 0, 0, Map.of(), List.of("Topic " + plan.name() + " does not exist"));
  }

  static TopicState of(
      TopicPlan plan, boolean created, int partitions, int replication, Map<String, String> found) {
    List<String> differences = new ArrayList<>();
    compare(plan, "partitions", partitions, plan.partitions(), differences);
    compare(plan, "replication", replication, plan.replication(), differences);
    plan.settings()
        .forEach((name, value) -> compare(plan, name, found.get(name), value, differences));
    return new TopicState(
        plan.name(), created, partitions, replication, Map.copyOf(found), differences);
  }

  private static void compare(
      TopicPlan plan, String what, Object found, Object expected, List<String> differences) {
    if (found != null && !found.equals(expected)) {
      differences.add(
          "Topic %s: %s is %s, expected %s".formatted(plan.name(), what, found, expected));
    }
  }
}
