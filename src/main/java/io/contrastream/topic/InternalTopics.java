package io.contrastream.topic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;

/** The topics that Kafka Streams creates for an application, with as many partitions as images. */
public final class InternalTopics {
  private static final List<String> SUFFIXES =
      List.of(
          "-pairs-changelog",
          "-losses-repartition",
          "-loss-windows-changelog",
          "-drift-references-changelog");

  private InternalTopics() {}

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
   * Returns what to do if one of them has another number of partitions than the images topic.
   * Kafka's own advice, to reset the application, would embed all images again.
   */
  public static String remedy(String application) {
    return ("another program has made it, or the partitions of the images topic were changed. Stop"
            + " all processors, delete the topics %s and the folder %s in stream.state.dir, and"
            + " start them again. No image is lost; anchors that wait for their examples and"
            + " loss windows that are open are lost")
        .formatted(String.join(", ", names(application)), application);
  }
}
