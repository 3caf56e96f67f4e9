package io.contrastream.topology;

import io.contrastream.topic.InternalTopics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Stops the processor if an output topic does not exist. Kafka Streams would retry forever, as it
 * does for an unreachable broker, and whoever deleted the topic would see no error. Nothing is lost
 * by stopping: offsets are committed only after the outputs.
 *
 * <p>Kafka Streams instantiates it by class name. Producer threads call it.
 */
public final class OutputHandler extends DefaultProductionExceptionHandler {
  private List<String> internal = List.of();

  @Override
  public void configure(Map<String, ?> settings) {
    super.configure(settings);
    internal = InternalTopics.names((String) settings.get(StreamsConfig.APPLICATION_ID_CONFIG));
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
    boolean missing =
        Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause)
            .anyMatch(UnknownTopicOrPartitionException.class::isInstance);
    if (missing) {
      String topic = record.topic();
      throw internal.contains(topic)
          ? MissingTopicException.internal(topic)
          : MissingTopicException.output(topic);
    }
    return super.handleError(context, record, failure);
  }
}
