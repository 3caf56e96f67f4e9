package io.contrastream.topic;

/** No broker answered for as long as we were to wait. */
public final class BrokerUnavailableException extends TopicException {
  public BrokerUnavailableException(String message) {
    super(message);
  }
}
