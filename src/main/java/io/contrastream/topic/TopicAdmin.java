package io.contrastream.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing topics and compares existing ones with the plan, without changing them. Not
 * thread-safe. Every method throws {@link TopicException}.
 */
public final class TopicAdmin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
  private static final long PAUSE_MS = 50;

  private final KafkaAdmin kafka;
  private final Duration timeout;

  /**
   * @param timeout of each request, and of the wait for new topics
   */
  public TopicAdmin(Map<String, ?> settings, Duration timeout) {
    this.timeout = timeout;
    this.kafka = new KafkaAdmin(settings, timeout);
  }

  /** Creates missing topics and waits for them; returns all in the order of the plans. */
  public List<TopicState> createMissing(List<TopicPlan> plans) {
    Map<String, TopicDescription> found = descriptions(plans);
    Set<String> created = new HashSet<>();
    for (TopicPlan plan : plans) {
      if (!found.containsKey(plan.name()) && create(plan)) {
        created.add(plan.name());
      }
    }
    return states(plans, created.isEmpty() ? found : awaitAll(plans), created);
  }

  /** Returns the state of the topics in the order of the plans. */
  public List<TopicState> describe(List<TopicPlan> plans) {
    return states(plans, descriptions(plans), Set.of());
  }

  /** Returns false if another instance was faster. */
  private boolean create(TopicPlan plan) {
    NewTopic topic =
        new NewTopic(plan.name(), plan.partitions(), (short) plan.replication())
            .configs(plan.settings());
    try {
      kafka.ask(admin -> admin.createTopics(List.of(topic)).all());
      return true;
    } catch (TopicExistsException e) {
      return false;
    } catch (KafkaException e) {
      throw kafka.explain("create topic " + plan.name(), e);
    }
  }

  /** The controller may have created a topic before each broker knows it. */
  private Map<String, TopicDescription> awaitAll(List<TopicPlan> plans) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Map<String, TopicDescription> found = descriptions(plans);
    while (found.size() < plans.size() && System.nanoTime() < deadline) {
      pause();
      found = descriptions(plans);
    }
    return found;
  }

  private Map<String, TopicDescription> descriptions(List<TopicPlan> plans) {
    Map<String, TopicDescription> found = new HashMap<>();
    for (TopicPlan plan : plans) {
      String name = plan.name();
      try {
        found.put(
            name,
            kafka.ask(admin -> admin.describeTopics(List.of(name)).topicNameValues().get(name)));
      } catch (UnknownTopicOrPartitionException e) {
        // The topic is missing, which is a result and not an error.
      } catch (KafkaException e) {
        throw kafka.explain("describe topic " + name, e);
      }
    }
    return found;
  }

  /** Returns Kafka's id of a topic, which one that is deleted and created again has not. */
  String id(String topic) {
    try {
      return kafka
          .ask(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .topicId()
          .toString();
    } catch (KafkaException e) {
      throw kafka.explain("describe topic " + topic, e);
    }
  }

  private List<TopicState> states(
      List<TopicPlan> plans, Map<String, TopicDescription> found, Set<String> created) {
    List<TopicState> states = new ArrayList<>();
    for (TopicPlan plan : plans) {
      TopicDescription topic = found.get(plan.name());
      states.add(
          topic == null
              ? TopicState.missing(plan)
              : TopicState.of(
                  plan,
                  created.contains(plan.name()),
                  topic.partitions().size(),
                  topic.partitions().get(0).replicas().size(),
                  settings(plan)));
    }
    return states;
  }

  private Map<String, String> settings(TopicPlan plan) {
    return entries(plan.name()).stream()
        .filter(entry -> entry.value() != null && isRelevant(entry, plan))
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Returns the limits of a topic; the defaults if it does not exist or may not be read. */
  public TopicLimits limits(String topic) {
    Collection<ConfigEntry> entries = entries(topic);
    if (entries.isEmpty()) {
      LOG.warn(
          "The settings of topic {} can't be read, so Kafka's default limits are assumed; if it"
              + " accepts less, grant DescribeConfigs on it",
          topic);
    }
    return TopicLimits.of(
        entries.stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
  }

  /** Returns nothing if the topic does not exist or the user may not read its settings. */
  private Collection<ConfigEntry> entries(String name) {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    try {
      return kafka
          .ask(admin -> admin.describeConfigs(List.of(topic)).values().get(topic))
          .entries();
    } catch (AuthorizationException | UnknownTopicOrPartitionException e) {
      return List.of();
    } catch (KafkaException e) {
      throw kafka.explain("read the settings of topic " + name, e);
    }
  }

  private static boolean isRelevant(ConfigEntry entry, TopicPlan plan) {
    return plan.settings().containsKey(entry.name())
        || entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
