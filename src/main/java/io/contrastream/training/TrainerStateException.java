package io.contrastream.training;

/** A trainer's saved state can't be gone on from; the message says what to do. */
public final class TrainerStateException extends RuntimeException {
  public TrainerStateException(String part, String reason, Throwable cause) {
    super(
        "The trainer's saved state can't be read: %s: %s. Start anew with --from-scratch, or under another --name"
            .formatted(part, reason),
        cause);
  }
}
