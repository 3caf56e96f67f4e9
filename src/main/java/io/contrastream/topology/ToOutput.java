package io.contrastream.topology;

import io.contrastream.topic.TraceContext;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives a result the shape of its topic. Of its record's headers it keeps the trace context alone:
 * what else a producer gave to an image is meant for the image, and may be large.
 */
final class ToOutput<V, T> extends ContextualProcessor<String, V, String, T> {
  private final Function<Record<String, V>, T> shape;

  ToOutput(Function<Record<String, V>, T> shape) {
    this.shape = shape;
  }

  @Override
  public void process(Record<String, V> record) {
    context()
        .forward(
            new Record<>(
                record.key(),
                shape.apply(record),
                record.timestamp(),
                TraceContext.of(record.headers())));
  }
}
