package io.contrastream.processor;

import io.contrastream.lifecycle.RootCause;
import org.apache.kafka.streams.errors.StreamsException;

/** Explains why a stream thread failed. */
final class StreamFailure {
  private StreamFailure() {}

  static String message(Throwable failure) {
    String message = RootCause.message(failure);
    // Kafka advises resetting the application, which would embed all images again.
    return RootCause.of(failure) instanceof StreamsException
            && message.contains("has invalid partitions")
        ? "The number of partitions of the images topic has changed since this application first"
            + " ran, and its state is bound to that number; to use more partitions, create a new"
            + " topic and set topics.images and stream.application.id to new names"
        : message;
  }
}
