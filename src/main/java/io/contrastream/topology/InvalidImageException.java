package io.contrastream.topology;

/** A record is Avro of the right schema, but not an image that can be embedded. */
public final class InvalidImageException extends RuntimeException {
  public InvalidImageException(String message) {
    super(message);
  }
}
