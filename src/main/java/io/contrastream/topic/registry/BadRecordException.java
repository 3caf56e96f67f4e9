package io.contrastream.topic.registry;

import org.apache.kafka.common.errors.SerializationException;

/** A record cannot be decoded, now or later; the message says why in one sentence. */
public final class BadRecordException extends SerializationException {
  public BadRecordException(String message) {
    super(message);
  }

  public BadRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
