package io.contrastream.lifecycle;

/** A running part has stopped because of a failure, which the message explains. */
public final class ProcessFailedException extends RuntimeException {
  public ProcessFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
