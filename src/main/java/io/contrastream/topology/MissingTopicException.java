package io.contrastream.topology;

/** A topic that the topology writes to does not exist. */
public final class MissingTopicException extends RuntimeException {
  private MissingTopicException(String message) {
    super(message);
  }

  static MissingTopicException output(String topic) {
    return new MissingTopicException(
        "Topic "
            + topic
            + " does not exist, so results cannot be written; create it with: contrastream topics"
            + " create");
  }

  /** Of a topic that Kafka Streams creates when it starts. */
  static MissingTopicException internal(String topic) {
    return new MissingTopicException(
        "The internal topic %s was deleted; start the processor again, which creates it"
            .formatted(topic));
  }
}
