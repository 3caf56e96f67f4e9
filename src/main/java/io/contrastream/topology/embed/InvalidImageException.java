package io.contrastream.topology.embed;

/** A record has the right schema, but its image cannot be embedded or joined. */
public final class InvalidImageException extends RuntimeException {
  InvalidImageException(String message) {
    super(message);
  }
}
