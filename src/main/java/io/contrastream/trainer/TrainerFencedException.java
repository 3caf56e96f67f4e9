package io.contrastream.trainer;

/** Another trainer with the same name has taken over. */
public final class TrainerFencedException extends RuntimeException {
  TrainerFencedException(String trainer, Throwable cause) {
    super(
        "Another trainer named %s was started and resumed from the last commit, so this one has stopped. No pair is lost or trained on twice. To run both, give one of them another --name"
            .formatted(trainer),
        cause);
  }
}
