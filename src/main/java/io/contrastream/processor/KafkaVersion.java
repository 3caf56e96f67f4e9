package io.contrastream.processor;

import io.contrastream.lifecycle.StartupException;
import io.contrastream.topology.streams.SupportedKafka;

/** Refuses versions of Kafka's libraries that the topology was not tested with. */
final class KafkaVersion {
  private static final String TESTED = "4.3.1";

  private KafkaVersion() {}

  /**
   * @throws StartupException if a library on the class path has another version
   */
  static void requireSupported() {
    SupportedKafka.fault()
        .ifPresent(
            fault -> {
              throw new StartupException(withAdvice(fault));
            });
  }

  static String withAdvice(String fault) {
    return ("%s: build with -Dkafka.version=%s, and let nothing else bring another version of"
            + " kafka-clients or kafka-streams")
        .formatted(fault, TESTED);
  }
}
