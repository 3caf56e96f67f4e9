package io.contrastream.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings that Kafka's clients know. They take others too, and hand them to plugins, so that a
 * misspelt one is no error to them. The registry's client has no list of its settings.
 */
final class ClientKeys {

  /** Prefixes by which Kafka Streams tells its clients apart. */
  private static final String CLIENT =
      "^((main\\.|restore\\.|global\\.)?consumer|producer|admin)\\.(?=.)";

  private static final Set<String> KAFKA =
      Stream.of(
              AdminClientConfig.configNames(),
              ProducerConfig.configNames(),
              ConsumerConfig.configNames(),
              StreamsConfig.configDef().names())
          .flatMap(Set::stream)
          .collect(Collectors.toCollection(TreeSet::new));

  private static final Map<String, Set<String>> BY_SECTION =
      Map.of(
          "kafka",
          KAFKA,
          "streams",
          KAFKA,
          "producer",
          ProducerConfig.configNames(),
          "consumer",
          ConsumerConfig.configNames());

  private ClientKeys() {}

  /**
   * Returns the known key that an unknown one resembles; empty if the key is known, or like none,
   * as those of plugins.
   */
  static Optional<String> insteadOf(String key) {
    String section = Keys.sectionOf(key);
    Set<String> names = BY_SECTION.get(section);
    if (names == null) {
      return Optional.empty();
    }
    String name = key.substring(section.length() + 1);
    String plain = section.equals("streams") ? name.replaceFirst(CLIENT, "") : name;
    boolean known = names.contains(plain) || plain.startsWith(StreamsConfig.TOPIC_PREFIX);
    String before = key.substring(0, key.length() - plain.length());
    return known ? Optional.empty() : Keys.near(plain, names).map(near -> before + near);
  }
}
