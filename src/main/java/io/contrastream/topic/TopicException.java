package io.contrastream.topic;

/** A topic cannot be created, described or read; the message is one sentence for the operator. */
public class TopicException extends RuntimeException {
  public TopicException(String message) {
    super(message);
  }
}
