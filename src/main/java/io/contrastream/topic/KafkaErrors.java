package io.contrastream.topic;

import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;

/** Turns errors of Kafka's admin client into messages that say what to do. */
final class KafkaErrors {
  private final String servers;
  private final Duration timeout;

  KafkaErrors(String servers, Duration timeout) {
    this.servers = servers;
    this.timeout = timeout;
  }

  TopicException explain(String action, Throwable error) {
    String says = error.getMessage();
    if (error instanceof TimeoutException) {
      return new BrokerUnavailableException(
          "No Kafka broker answers at "
              + servers
              + " within "
              + timeout.toSeconds()
              + " s; check that it is running and that bootstrap.servers is correct");
    }
    if (error instanceof AuthenticationException) {
      return new TopicException(
          "Authentication failed at Kafka " + servers + " (" + says + "); check sasl.* and ssl.*");
    }
    if (error instanceof AuthorizationException) {
      return new TopicException(
          "Kafka at " + servers + " does not permit this user to " + action + " (" + says + ")");
    }
    if (error instanceof InvalidReplicationFactorException) {
      return new TopicException(
          "Cannot "
              + action
              + ": more replicas than brokers ("
              + says
              + "); lower topics.replication");
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new TopicException(
        "Cannot " + action + " at Kafka " + servers + ": " + cause.getMessage());
  }
}
