package io.contrastream.topic;

/** No broker answered within the timeout. */
public class BrokerUnavailableException extends TopicException {
  public BrokerUnavailableException(String message) {
    super(message);
  }
}
