package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.topic.InternalTopics;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks that the processors' internal topics fit the input topics, without which none starts. */
record InternalTopicsCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    String application = settings.stream().applicationId();
    TopicState images = images();
    if (!images.exists()) {
      return List.of(Outcome.ok("no images topic to compare them with"));
    }
    int expected = images.partitions();
    Map<String, Integer> internal;
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), timeout)) {
      internal = InternalTopics.partitions(kafka, application);
    }
    String others =
        internal.entrySet().stream()
            .filter(each -> each.getValue() != expected)
            .map(each -> each.getKey() + " has " + each.getValue())
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? List.of(Outcome.ok("%d internal topics of %s".formatted(internal.size(), application)))
        : List.of(
            Outcome.failed(
                "%s partitions, but %s has %d: no processor starts"
                    .formatted(others, settings.topics().images(), expected),
                InternalTopics.remedy(application)));
  }

  private TopicState images() {
    List<TopicPlan> plans =
        TopicPlan.of(settings).stream()
            .filter(plan -> plan.name().equals(settings.topics().images()))
            .toList();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      return admin.describe(plans).get(0);
    }
  }
}
