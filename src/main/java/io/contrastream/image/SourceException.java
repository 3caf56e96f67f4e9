package io.contrastream.image;

/** A source of digits can't be read; the message is one sentence for the person who named it. */
public final class SourceException extends RuntimeException {
  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
