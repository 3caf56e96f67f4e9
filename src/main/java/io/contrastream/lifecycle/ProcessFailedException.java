package io.contrastream.lifecycle;

/** A running part has stopped by itself; the message says what stopped it. */
public final class ProcessFailedException extends RuntimeException {
  public ProcessFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
