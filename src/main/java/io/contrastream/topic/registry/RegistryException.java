package io.contrastream.topic.registry;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry refuses a request, for example because of wrong credentials, a wrong address
 * or an incompatible schema. Never the fault of a record, so no record may be dead-lettered for it.
 */
public class RegistryException extends KafkaException {
  public RegistryException(String message) {
    super(message);
  }
}
