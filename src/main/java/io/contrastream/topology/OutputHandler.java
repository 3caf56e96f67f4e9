package io.contrastream.topology;

import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Tells a topic that isn't there from a broker that is away. Kafka Streams tries both again for
 * ever, and who deleted a topic would see nothing but silence. Nothing is lost by stopping: offsets
 * are committed only after the outputs.
 *
 * <p>Made by Kafka Streams by its class name; called by the threads that send.
 */
public final class OutputHandler extends DefaultProductionExceptionHandler {

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
    boolean missing =
        Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause)
            .anyMatch(UnknownTopicOrPartitionException.class::isInstance);
    if (missing) {
      throw new MissingTopicException(record.topic());
    }
    return super.handleError(context, record, failure);
  }
}
