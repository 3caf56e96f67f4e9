package io.contrastream.topic;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that schemas and topics are there before the first record is. */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TopicSetup() {}

  /**
   * Registers or checks the schemas, and creates the topics that are missing.
   *
   * @throws RuntimeException with a message for people where a schema doesn't fit, or broker or
   *     registry don't answer
   */
  public static List<TopicState> ensure(Settings settings, Topics topics) {
    topics.ensureSchemas();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), PATIENCE)) {
      List<TopicState> states = admin.createMissing(plans(settings));
      states.forEach(state -> state.differences().forEach(LOG::warn));
      return states;
    }
  }

  /**
   * For those who only write or read.
   *
   * @throws StartupException where the topic is missing
   */
  public static void require(Settings settings, String topic) {
    require(settings, PATIENCE, List.of(topic));
  }

  /**
   * For those who read several.
   *
   * @param patience longest wait for the broker
   * @param topics of the settings
   * @throws StartupException where one is missing
   */
  public static void require(Settings settings, Duration patience, List<String> topics) {
    Set<String> found =
        describe(settings, patience).stream()
            .filter(TopicState::exists)
            .map(TopicState::name)
            .collect(Collectors.toSet());
    for (String topic : topics) {
      if (!found.contains(topic)) {
        throw new StartupException(
            "There is no topic %s at %s; create it with: contrastream topics create"
                .formatted(topic, settings.kafka().bootstrapServers()));
      }
    }
  }

  /** How the topics are; changes nothing. */
  public static List<TopicState> describe(Settings settings) {
    return describe(settings, PATIENCE);
  }

  private static List<TopicState> describe(Settings settings, Duration patience) {
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), patience)) {
      return admin.describe(plans(settings));
    }
  }

  private static List<TopicPlan> plans(Settings settings) {
    return TopicPlan.of(settings.topics());
  }
}
