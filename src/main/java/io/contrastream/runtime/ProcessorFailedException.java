package io.contrastream.runtime;

/** A running part has stopped by itself; the message says what stopped it. */
public final class ProcessorFailedException extends RuntimeException {
  public ProcessorFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
