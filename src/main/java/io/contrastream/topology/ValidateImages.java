package io.contrastream.topology;

import io.contrastream.schema.DigitImage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Lets through what can be embedded; throws for the rest, which then goes to the dead letters. */
final class ValidateImages extends ContextualProcessor<String, DigitImage, String, DigitImage> {

  @Override
  public void process(Record<String, DigitImage> record) {
    ImageChecks.check(record.key(), record.value());
    context().forward(record);
  }
}
