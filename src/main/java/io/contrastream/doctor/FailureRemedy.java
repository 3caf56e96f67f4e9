package io.contrastream.doctor;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.network.ModelException;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.registry.RegistryException;
import org.apache.kafka.common.KafkaException;

/** What to do about a failure, by its kind: what one check advises must not mislead at another. */
final class FailureRemedy {
  static final String START_REGISTRY =
      "start the registry, or set registry.schema.registry.url to yours;"
          + " for a try: contrastream broker";
  private static final String START_BROKER =
      "start Kafka, or set kafka.bootstrap.servers to yours; for a try: contrastream broker";

  private FailureRemedy() {}

  /**
   * @param ofCheckpoint where it is a checkpoint or a model that can't be used
   */
  static String of(Throwable failure, String ofCheckpoint) {
    return failure instanceof CheckpointException || failure instanceof ModelException
        ? ofCheckpoint
        : of(failure);
  }

  static String of(Throwable failure) {
    if (failure instanceof BrokerUnavailableException) {
      return START_BROKER;
    }
    if (failure instanceof RegistryException) {
      return START_REGISTRY;
    }
    if (failure instanceof TopicException || failure instanceof KafkaException) {
      return "see to the broker, its load, and what rights it gives our user; then examine again";
    }
    return "see the log for what nobody foresaw";
  }
}
