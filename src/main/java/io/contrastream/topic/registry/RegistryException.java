package io.contrastream.topic.registry;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry refuses a request, for example because of wrong credentials or an
 * incompatible schema. No record may be dead-lettered for it.
 */
public class RegistryException extends KafkaException {
  public RegistryException(String message) {
    super(message);
  }
}
