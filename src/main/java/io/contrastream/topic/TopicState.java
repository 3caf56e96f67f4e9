package io.contrastream.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a topic is.
 *
 * @param created whether it was missing and this call made it
 * @param partitions 0 where there is no such topic
 * @param replication copies of each partition
 * @param settings those that the plan names and those set on the topic itself, by their names
 * @param differences what is other than planned, one sentence each; empty where all is as planned
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
          "Topic " + plan.name() + ": " + what + " is " + found + ", expected " + expected);
    }
  }
}
