package io.contrastream.doctor;

import io.contrastream.config.Settings;
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

/** Checks that all topics exist as planned. Topics with the same issue share a finding. */
record TopicsCheck(Settings settings, Duration timeout) implements Check {
  static final String NAME = "topics";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> needs() {
    return List.of(BrokerCheck.NAME);
  }

  @Override
  public List<Finding> run() {
    List<TopicPlan> plans = TopicPlan.of(settings.topics());
    TopicComparison comparison = new TopicComparison(settings);
    Map<TopicIssue, List<String>> found = new LinkedHashMap<>();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      for (TopicPlan plan : plans) {
        for (TopicIssue issue : issues(admin, plan, comparison)) {
          found.computeIfAbsent(issue, key -> new ArrayList<>()).add(plan.name());
        }
      }
    }
    return found.isEmpty()
        ? List.of(ok("%d topics exist, as planned".formatted(plans.size())))
        : found.entrySet().stream()
            .map(each -> finding(each.getKey(), String.join(", ", each.getValue())))
            .toList();
  }

  private static List<TopicIssue> issues(
      TopicAdmin admin, TopicPlan plan, TopicComparison comparison) {
    try {
      TopicState state = admin.describe(List.of(plan)).get(0);
      return comparison.issues(plan, state);
    } catch (BrokerUnavailableException e) {
      throw e;
    } catch (TopicException e) { // most likely a missing right on this topic
      return List.of(
          new TopicIssue(Result.FAILED, e.getMessage(), "grant our user DESCRIBE on it"));
    }
  }

  private Finding finding(TopicIssue issue, String topics) {
    return new Finding(name(), issue.result(), topics + ": " + issue.seen(), issue.remedy());
  }
}
