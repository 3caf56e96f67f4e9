package io.contrastream.topic;

/** A topic has more partitions than its reader reads; a new reader reads all of them. */
public final class PartitionsAddedException extends TopicException {
  PartitionsAddedException(String message) {
    super(message);
  }
}
