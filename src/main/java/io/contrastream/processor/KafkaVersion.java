package io.contrastream.processor;

import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Refuses versions of Kafka's libraries that the topology was not tested with: it depends on
 * internals of Kafka Streams, which other versions may lack or, worse, use differently.
 */
final class KafkaVersion {
  private static final String SUPPORTED = "4.3.";
  private static final String TESTED = "4.3.1";

  private KafkaVersion() {}

  /**
   * @throws StartupException if a library on the class path has another version
   */
  static void requireSupported() {
    require("kafka-clients", versionOf("/kafka/kafka-version.properties"));
    require("kafka-streams", versionOf("/kafka/kafka-streams-version.properties"));
  }

  /**
   * @param version empty if the library does not tell
   */
  static void require(String library, String version) {
    if (!version.isEmpty() && !version.startsWith(SUPPORTED)) {
      throw new StartupException(
          ("The class path has %s %s, but process supports %sx only: build with -Dkafka.version=%s,"
                  + " and let nothing else bring another version of kafka-clients or kafka-streams")
              .formatted(library, version, SUPPORTED, TESTED));
    }
  }

  private static String versionOf(String resource) {
    try (InputStream in = KafkaStreams.class.getResourceAsStream(resource)) {
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
