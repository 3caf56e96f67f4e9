package io.contrastream.topology;

/** An output topic does not exist. */
public final class MissingTopicException extends RuntimeException {
  MissingTopicException(String topic) {
    super(
        "Topic "
            + topic
            + " does not exist, so results cannot be written; create it with: contrastream topics"
            + " create");
  }
}
