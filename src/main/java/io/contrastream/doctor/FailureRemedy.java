package io.contrastream.doctor;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.network.ModelException;
import io.contrastream.topic.AdvertisedAddressException;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.registry.RegistryException;
import org.apache.kafka.common.KafkaException;

/** What to do about a failure, by its type, so that no check gives misleading advice. */
final class FailureRemedy {
  private FailureRemedy() {}

  /**
   * @param forCheckpoint the remedy if a checkpoint or model can't be used
   */
  static String of(Throwable failure, String forCheckpoint) {
    return failure instanceof CheckpointException || failure instanceof ModelException
        ? forCheckpoint
        : of(failure);
  }

  static String of(Throwable failure) {
    if (failure instanceof AdvertisedAddressException) {
      return "let the broker advertise an address that this machine can reach, or make the name"
          + " known here, for example in /etc/hosts";
    }
    if (failure instanceof BrokerUnavailableException) {
      return "see that Kafka runs and is not overloaded, or set kafka.bootstrap.servers; to try"
          + " things out: contrastream broker";
    }
    if (failure instanceof RegistryException) {
      return "start the registry, or set registry.schema.registry.url; to try things out:"
          + " contrastream broker";
    }
    if (failure instanceof TopicException || failure instanceof KafkaException) {
      return "check the broker, its load and the rights of our user, then run contrastream doctor"
          + " again";
    }
    return "an unexpected failure: see the log";
  }
}
