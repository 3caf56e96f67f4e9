package io.contrastream.bench;

/** A benchmark's figures can't be trusted; the message says what went wrong. */
public final class BenchException extends RuntimeException {
  public BenchException(String message) {
    super(message);
  }
}
