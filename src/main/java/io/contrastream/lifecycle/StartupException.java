package io.contrastream.lifecycle;

/** A part cannot start; the message says why, and what to do about it. */
public final class StartupException extends RuntimeException {
  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
