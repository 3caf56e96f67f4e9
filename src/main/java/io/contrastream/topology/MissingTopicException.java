package io.contrastream.topology;

/** An output has nowhere to go. */
public final class MissingTopicException extends RuntimeException {
  MissingTopicException(String topic) {
    super(
        "There is no topic "
            + topic
            + ", so results can't be written; create it with: contrastream topics create");
  }
}
