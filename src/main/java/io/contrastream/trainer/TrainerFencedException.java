package io.contrastream.trainer;

/** Another trainer of the same name has taken over. */
public final class TrainerFencedException extends RuntimeException {
  TrainerFencedException(String trainer, Throwable cause) {
    super(
        "Another trainer named %s was started and goes on from the last commit; this one has stopped, and nothing of it is lost or doubled. To run both, give one of them another --name"
            .formatted(trainer),
        cause);
  }
}
