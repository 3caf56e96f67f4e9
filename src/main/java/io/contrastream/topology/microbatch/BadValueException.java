package io.contrastream.topology.microbatch;

/** A value that the batch function can't take, even by itself. */
public final class BadValueException extends RuntimeException {
  BadValueException(RuntimeException cause) {
    super("The record fails by itself, while its neighbours do not: " + cause.getMessage(), cause);
  }
}
