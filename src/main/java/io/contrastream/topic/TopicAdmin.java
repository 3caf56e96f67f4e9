package io.contrastream.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics that are missing, and tells how those that exist differ from the plan; changes
 * none. One thread calls. Every method throws {@link TopicException}.
 */
public final class TopicAdmin implements AutoCloseable {
  private static final long PAUSE_MS = 50;

  private final Admin admin;
  private final KafkaErrors errors;
  private final Duration patience;

  /**
   * @param settings of Kafka's admin client; {@code bootstrap.servers} at least
   * @param patience longest wait for an answer
   */
  public TopicAdmin(Map<String, ?> settings, Duration patience) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
    all.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
    this.patience = patience;
    this.errors = new KafkaErrors(String.valueOf(settings.get("bootstrap.servers")), patience);
    try {
      this.admin = Admin.create(all);
    } catch (KafkaException e) {
      throw errors.explain("connect", e);
    }
  }

  /** Creates what is missing; answers in the order of the plans, once all can be used. */
  public List<TopicState> createMissing(List<TopicPlan> plans) {
    Map<String, TopicDescription> found = descriptions(plans);
    Set<String> created = new HashSet<>();
    for (TopicPlan plan : plans) {
      if (!found.containsKey(plan.name()) && create(plan)) {
        created.add(plan.name());
      }
    }
    return states(plans, created.isEmpty() ? found : awaited(plans), created);
  }

  /** How the topics are; answers in the order of the plans. */
  public List<TopicState> describe(List<TopicPlan> plans) {
    return states(plans, descriptions(plans), Set.of());
  }

  /** False where another instance was quicker. */
  private boolean create(TopicPlan plan) {
    NewTopic topic =
        new NewTopic(plan.name(), plan.partitions(), (short) plan.replication())
            .configs(plan.settings());
    try {
      await(admin.createTopics(List.of(topic)).all());
      return true;
    } catch (TopicExistsException e) {
      return false;
    } catch (KafkaException e) {
      throw errors.explain("create topic " + plan.name(), e);
    }
  }

  /** A broker may not know a new topic yet when the controller has already made it. */
  private Map<String, TopicDescription> awaited(List<TopicPlan> plans) {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, TopicDescription> found = descriptions(plans);
    while (found.size() < plans.size() && System.nanoTime() < deadline) {
      pause();
      found = descriptions(plans);
    }
    return found;
  }

  private Map<String, TopicDescription> descriptions(List<TopicPlan> plans) {
    Map<String, TopicDescription> found = new HashMap<>();
    List<String> names = plans.stream().map(TopicPlan::name).toList();
    for (var answer : admin.describeTopics(names).topicNameValues().entrySet()) {
      try {
        found.put(answer.getKey(), await(answer.getValue()));
      } catch (UnknownTopicOrPartitionException e) {
        // Missing: what the caller wants to know.
      } catch (KafkaException e) {
        throw errors.explain("describe topic " + answer.getKey(), e);
      }
    }
    return found;
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

  /** Empty where we have no right to read them: everything else works without that right. */
  private Map<String, String> settings(TopicPlan plan) {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, plan.name());
    try {
      Config config = await(admin.describeConfigs(List.of(topic)).values().get(topic));
      return config.entries().stream()
          .filter(entry -> entry.value() != null && ofInterest(entry, plan))
          .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    } catch (AuthorizationException e) {
      return Map.of();
    } catch (KafkaException e) {
      throw errors.explain("read the settings of topic " + plan.name(), e);
    }
  }

  private static boolean ofInterest(ConfigEntry entry, TopicPlan plan) {
    return plan.settings().containsKey(entry.name())
        || entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
  }

  /** What an admin client answers, or the {@link KafkaException} that it ended with. */
  static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
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
    admin.close(Duration.ofSeconds(1));
  }
}
