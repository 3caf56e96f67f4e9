package io.contrastream.topic.registry;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry refuses what it is asked: credentials, a wrong address, a schema that it does
 * not take. Never the fault of a record, so no record may be dead-lettered for it.
 */
public class RegistryException extends KafkaException {
  public RegistryException(String message) {
    super(message);
  }
}
