package io.contrastream.topic;

/** Topics can't be created or described; the message is one sentence for the person in charge. */
public class TopicException extends RuntimeException {
  public TopicException(String message) {
    super(message);
  }
}
