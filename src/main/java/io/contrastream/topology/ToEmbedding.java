package io.contrastream.topology;

import io.contrastream.schema.ImageEmbedding;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Gives an embedding the shape of its topic; the record's timestamp becomes a field. */
final class ToEmbedding extends ContextualProcessor<String, EmbeddedImage, String, ImageEmbedding> {

  @Override
  public void process(Record<String, EmbeddedImage> record) {
    context().forward(record.withValue(Outputs.embedding(record.value(), record.timestamp())));
  }
}
