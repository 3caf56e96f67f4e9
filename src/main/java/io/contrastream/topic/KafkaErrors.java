package io.contrastream.topic;

import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;

/** Turns errors of Kafka's admin client into sentences that say what to do. */
final class KafkaErrors {
  private final String servers;
  private final Duration patience;

  KafkaErrors(String servers, Duration patience) {
    this.servers = servers;
    this.patience = patience;
  }

  TopicException explain(String action, Throwable error) {
    String says = error.getMessage();
    if (error instanceof TimeoutException) {
      return new BrokerUnavailableException(
          "No Kafka broker answers at "
              + servers
              + " within "
              + patience.toSeconds()
              + " s; is it running, and is bootstrap.servers right?");
    }
    if (error instanceof AuthenticationException) {
      return new TopicException(
          "Kafka at " + servers + " does not let us in (" + says + "); check sasl.* and ssl.*");
    }
    if (error instanceof AuthorizationException) {
      return new TopicException(
          "Kafka at " + servers + " gives our user no right to " + action + " (" + says + ")");
    }
    if (error instanceof InvalidReplicationFactorException) {
      return new TopicException(
          "Can't " + action + ": more copies than brokers (" + says + "); lower the replication");
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new TopicException(
        "Can't " + action + " at Kafka " + servers + ": " + cause.getMessage());
  }
}
