package io.contrastream.bench;

/** Thrown when a benchmark has no trustworthy result; the message says why. */
public final class BenchException extends RuntimeException {
  public BenchException(String message) {
    super(message);
  }
}
