package io.contrastream.topic;

/** No broker answered within the timeout. */
public final class BrokerUnavailableException extends TopicException {
  public BrokerUnavailableException(String message) {
    super(message);
  }
}
