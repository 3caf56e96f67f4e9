package io.contrastream.lifecycle;

import org.apache.kafka.streams.errors.StreamsException;

/** Says in words for people why a stream thread failed. */
public final class StreamFault {
  private StreamFault() {}

  public static String words(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String told = root.getMessage() == null ? root.toString() : root.getMessage();
    // Kafka advises to reset the application, which would embed all images once more.
    return root instanceof StreamsException && told.contains("has invalid partitions")
        ? "The images topic has another number of partitions than when this application began, and"
            + " its state is made for that number; to have more, take a new topic and a new name:"
            + " topics.images and stream.application.id"
        : told;
  }
}
