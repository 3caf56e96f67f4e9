package io.contrastream.source;

/** A source or file of inputs cannot be read. The message is one sentence for the user. */
public final class SourceException extends RuntimeException {
  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
