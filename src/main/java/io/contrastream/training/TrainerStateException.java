package io.contrastream.training;

/** A saved trainer state that cannot be resumed. The message says what to do. */
public final class TrainerStateException extends RuntimeException {
  public TrainerStateException(String part, String reason, Throwable cause) {
    super(
        "The trainer's saved state can't be resumed: %s: %s. Start over with --from-scratch or under another --name"
            .formatted(part, reason),
        cause);
  }
}
