package io.contrastream.lifecycle;

/** A part can't start; the message says what stands in the way and what to do about it. */
public final class StartupException extends RuntimeException {
  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
