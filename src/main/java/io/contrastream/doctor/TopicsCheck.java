package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that all topics exist as planned. Topics with the same issue share an outcome. */
record TopicsCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    List<TopicPlan> plans = TopicPlan.of(settings.topics());
    TopicComparison comparison = new TopicComparison(settings);
    Map<Outcome, List<String>> found = new LinkedHashMap<>();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      for (TopicPlan plan : plans) {
        for (Outcome issue : issues(admin, plan, comparison)) {
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

  private static List<Outcome> issues(
      TopicAdmin admin, TopicPlan plan, TopicComparison comparison) {
    try {
      return comparison.issues(plan, admin.describe(List.of(plan)).get(0));
    } catch (BrokerUnavailableException e) {
      throw e;
    } catch (TopicException e) { // most likely a missing right on this topic
      return List.of(Outcome.failed(e.getMessage(), "grant our user DESCRIBE on it"));
    }
  }
}
