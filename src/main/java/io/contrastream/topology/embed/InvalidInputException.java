package io.contrastream.topology.embed;

/** A record has the right schema, but its input cannot be embedded or joined. */
public final class InvalidInputException extends RuntimeException {
  InvalidInputException(String message) {
    super(message);
  }
}
