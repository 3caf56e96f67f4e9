package io.contrastream.trainer;

import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.PartitionsAddedException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;

/** Tells failures that are over once Kafka and the registry answer again from those that stay. */
final class Outage {
  private static final List<Class<?>> PASSING =
      List.of(
          RetriableException.class,
          ApplicationRecoverableException.class, // cured by a new producer
          TransactionAbortableException.class,
          TransactionAbortedException.class,
          OutOfOrderSequenceException.class,
          ConfigException.class, // of settings that worked before: a name that no longer resolves
          BrokerUnavailableException.class,
          PartitionsAddedException.class, // a new run reads them, too
          RegistryUnavailableException.class);

  private Outage() {}

  /** Whether a trainer that had worked can go on from its last commit after this failure. */
  static boolean passes(RuntimeException failure) {
    Throwable reason = failure;
    while (unspecific(reason) && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return unspecific(reason) || isPassing(reason);
  }

  private static boolean isPassing(Throwable reason) {
    return PASSING.stream().anyMatch(kind -> kind.isInstance(reason));
  }

  /** A producer throws such exceptions for an earlier one, or for records that have expired. */
  private static boolean unspecific(Throwable reason) {
    return reason.getClass() == KafkaException.class;
  }
}
