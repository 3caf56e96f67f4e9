package io.contrastream.sink;

/** A store failed in a way that may pass; the message says what is wrong. */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
