package io.contrastream.topology;

import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topology.embed.InvalidInputException;
import io.contrastream.topology.microbatch.BadValueException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that is itself at fault to the dead letters. Every other failure stops the task:
 * an outage of the registry or a bug must not cost anyone's data.
 *
 * <p>Kafka Streams instantiates it by class name. Stream threads call it.
 */
public final class DeadLetterHandler
    implements DeserializationExceptionHandler, ProcessingExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  /** The key of the {@link OutputLimits} in the configuration of Kafka Streams. */
  static final String LIMITS = "contrastream.output.limits";

  private DeadLetters deadLetters;

  @Override
  public void configure(Map<String, ?> settings) {
    deadLetters =
        new DeadLetters(
            (String) settings.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG),
            (OutputLimits) settings.get(LIMITS));
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    return failure instanceof BadRecordException
        ? DeserializationExceptionHandler.Response.resume(deadLetter(context, failure))
        : DeserializationExceptionHandler.Response.fail();
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    return failure instanceof InvalidInputException || failure instanceof BadValueException
        ? ProcessingExceptionHandler.Response.resume(deadLetter(context, failure))
        : ProcessingExceptionHandler.Response.fail();
  }

  private List<ProducerRecord<byte[], byte[]>> deadLetter(
      ErrorHandlerContext context, Exception failure) {
    LOG.warn(
        "Dead letter: {}-{} offset {}: {}",
        context.topic(),
        context.partition(),
        context.offset(),
        failure.getMessage());
    return List.of(deadLetters.of(context, failure));
  }
}
