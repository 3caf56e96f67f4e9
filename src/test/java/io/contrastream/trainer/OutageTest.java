package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final String MESSAGE = "Cannot execute transactional method";

  @Test
  void shouldTellFailuresThatPass() {
    List<RuntimeException> passing =
        List.of(
            new TimeoutException("Timeout expired after 60000ms while awaiting InitProducerId"),
            new KafkaException("The client hasn't received acknowledgment"),
            new KafkaException(MESSAGE, new InvalidPidMappingException("expired")),
            new KafkaException(MESSAGE, new ProducerFencedException("fenced")),
            new RegistryUnavailableException("away"));

    assertThat(passing).allMatch(Outage::passes);
  }

  @Test
  void shouldTellFailuresThatStay() {
    List<RuntimeException> staying =
        List.of(
            new KafkaException(MESSAGE, new RecordTooLargeException("too large")),
            new SaslAuthenticationException("wrong password"),
            new SerializationException("not a pair"),
            new RegistryException("forbidden"),
            new ProcessFailedException("lowers its learning rate in vain", null));

    assertThat(staying).noneMatch(Outage::passes);
  }
}
