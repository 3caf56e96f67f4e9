package io.contrastream.topology.microbatch;

/** A value that the batch function rejects even in a batch of one. */
public final class BadValueException extends RuntimeException {
  BadValueException(RuntimeException cause) {
    super("The record fails even in a batch of its own: " + cause.getMessage(), cause);
  }
}
