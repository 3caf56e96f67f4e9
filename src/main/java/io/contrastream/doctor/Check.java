package io.contrastream.doctor;

import java.util.List;

/** Checks one thing that the program needs, without changing anything. One thread calls. */
interface Check {

  /** Returns what to do if {@link #run} has thrown this failure. */
  default String remedy(Throwable failure) {
    return FailureRemedy.of(failure);
  }

  /**
   * @return at least one outcome
   * @throws RuntimeException or LinkageError if the check fails; the message says what was seen
   */
  List<Outcome> run();
}
