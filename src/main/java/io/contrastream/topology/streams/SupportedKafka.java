package io.contrastream.topology.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The versions of Kafka's libraries that this package was tested with. It depends on internals of
 * Kafka Streams, which other versions may lack or, worse, use differently.
 */
public final class SupportedKafka {
  private static final String SUPPORTED = "4.3.";

  private SupportedKafka() {}

  /**
   * @throws IllegalStateException if a library on the class path has another version
   */
  public static void require() {
    fault()
        .ifPresent(
            fault -> {
              throw new IllegalStateException(fault);
            });
  }

  /** Returns what is wrong about the versions on the class path, as a sentence without its stop. */
  public static Optional<String> fault() {
    return Stream.of("kafka-clients", "kafka-streams")
        .flatMap(library -> fault(library, versionOf(library)).stream())
        .findFirst();
  }

  /**
   * @param version empty if the library does not tell
   */
  static Optional<String> fault(String library, String version) {
    return version.isEmpty() || version.startsWith(SUPPORTED)
        ? Optional.empty()
        : Optional.of(
            "The class path has %s %s, but how it commits is known of %sx only"
                .formatted(library, version, SUPPORTED));
  }

  private static String versionOf(String library) {
    String name = library.equals("kafka-clients") ? "kafka" : library;
    try (InputStream in =
        KafkaStreams.class.getResourceAsStream("/kafka/" + name + "-version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
