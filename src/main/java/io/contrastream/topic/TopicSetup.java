package io.contrastream.topic;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ensures that schemas and topics exist before the first record is sent. */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private TopicSetup() {}

  /**
   * Registers or checks the schemas, and creates missing topics.
   *
   * @throws RuntimeException with a message for users
   */
  public static List<TopicState> ensure(Settings settings, Topics topics) {
    topics.ensureSchemas();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), DEFAULT_TIMEOUT)) {
      List<TopicState> states = admin.createMissing(plans(settings, admin));
      states.forEach(state -> state.differences().forEach(LOG::warn));
      return states;
    }
  }

  /** All input topics need as many partitions as that of images has, if it exists. */
  private static List<TopicPlan> plans(Settings settings, TopicAdmin admin) {
    List<TopicPlan> plans = TopicPlan.of(settings);
    TopicState images = admin.describe(List.of(plans.get(0))).get(0);
    List<String> inputs = settings.inputTopics();
    return images.exists()
        ? plans.stream()
            .map(plan -> inputs.contains(plan.name()) ? plan.with(images.partitions()) : plan)
            .toList()
        : plans;
  }

  /**
   * Returns Kafka's id of a topic, by which one that was created again can be told from the first.
   *
   * @throws TopicException if it does not exist, or Kafka does not answer
   */
  public static String id(Settings settings, String topic) {
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), DEFAULT_TIMEOUT)) {
      return admin.id(topic);
    }
  }

  /** As {@link #require(Settings, Duration, List)}, for one topic and with the default timeout. */
  public static void require(Settings settings, String topic) {
    require(settings, DEFAULT_TIMEOUT, List.of(topic));
  }

  /**
   * Checks that topics of the settings exist.
   *
   * @param timeout of each request to the broker
   * @throws StartupException if one does not
   */
  public static void require(Settings settings, Duration timeout, List<String> topics) {
    for (TopicState state : describe(settings, timeout)) {
      if (topics.contains(state.name()) && !state.exists()) {
        throw new StartupException(
            "Topic %s does not exist at %s; create it with: contrastream topics create"
                .formatted(state.name(), settings.kafka().bootstrapServers()));
      }
    }
  }

  /** Returns the state of all topics; changes nothing. */
  public static List<TopicState> describe(Settings settings) {
    return describe(settings, DEFAULT_TIMEOUT);
  }

  /** Returns the limits of existing topics, in their order. */
  public static List<TopicLimits> limits(Settings settings, List<String> topics) {
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), DEFAULT_TIMEOUT)) {
      return topics.stream().map(admin::limits).toList();
    }
  }

  private static List<TopicState> describe(Settings settings, Duration timeout) {
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), timeout)) {
      return admin.describe(TopicPlan.of(settings));
    }
  }
}
