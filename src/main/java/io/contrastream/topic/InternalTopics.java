package io.contrastream.topic;

import io.contrastream.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;

/** The topics that Kafka Streams creates for an application, with as many partitions as images. */
public final class InternalTopics {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String REPARTITION = "-losses-repartition";
  private static final List<String> SUFFIXES =
      List.of(
          "-pairs-changelog",
          REPARTITION,
          "-loss-windows-changelog",
          "-drift-references-changelog");

  /** As Kafka Streams sets them. */
  private static final Map<String, String> REPARTITION_SETTINGS =
      Map.of(
          "cleanup.policy", "delete",
          "message.timestamp.type", "CreateTime",
          "retention.ms", "-1",
          "segment.bytes", String.valueOf(50 << 20));

  private InternalTopics() {}

  /**
   * Creates the topic that the consumers read, if it is missing. Kafka Streams would do so too, but
   * after they have subscribed to it, and each of them warns until then.
   *
   * @param partitions number of partitions of the images topic
   * @throws TopicException if the broker does not answer or does not permit it
   */
  public static void createRepartition(Settings settings, int partitions) {
    Map<String, String> all = new HashMap<>(REPARTITION_SETTINGS);
    settings.streamsProperties().entrySet().stream()
        .filter(each -> each.getKey().startsWith(StreamsConfig.TOPIC_PREFIX))
        .forEach(
            each ->
                all.put(
                    each.getKey().substring(StreamsConfig.TOPIC_PREFIX.length()),
                    String.valueOf(each.getValue())));
    String name = settings.stream().applicationId() + REPARTITION;
    int replication = settings.topics().replication();
    try (TopicAdmin admin = new TopicAdmin(settings.adminProperties(), TIMEOUT)) {
      admin.createMissing(List.of(new TopicPlan(name, partitions, replication, all)));
    }
  }

  /** Returns the names of all of them. */
  public static List<String> names(String application) {
    return SUFFIXES.stream().map(suffix -> application + suffix).toList();
  }

  /**
   * Returns the number of partitions of each of them that exists, by name.
   *
   * @throws TopicException if the broker does not answer or does not permit it
   */
  public static Map<String, Integer> partitions(KafkaAdmin kafka, String application) {
    try {
      List<String> names =
          kafka.ask(admin -> admin.listTopics().names()).stream()
              .filter(names(application)::contains)
              .toList();
      Map<String, Integer> partitions = new TreeMap<>();
      kafka
          .ask(admin -> admin.describeTopics(names).allTopicNames())
          .forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
      return partitions;
    } catch (KafkaException e) {
      throw kafka.explain("describe the internal topics of " + application, e);
    }
  }

  /**
   * Returns what to do if one of them has another number of partitions than the input topics.
   * Kafka's own advice, to reset the application, would embed all inputs again.
   */
  public static String remedy(String application) {
    return ("another program has made it, or the partitions of the input topics were changed. Stop"
            + " all processors, delete the topics %s and the folder %s in stream.state.dir, and"
            + " start them again. No input is lost; anchors that wait for their examples and"
            + " loss windows that are open are lost")
        .formatted(String.join(", ", names(application)), application);
  }
}
