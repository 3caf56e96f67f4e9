package io.contrastream.doctor;

import io.contrastream.doctor.Finding.Result;
import java.util.List;

/** Checks one thing that the program needs, without changing anything. One thread calls. */
interface Check {

  /** One or two lower-case words. */
  String name();

  /** Names of the checks that must succeed before this one can run. */
  default List<String> needs() {
    return List.of();
  }

  /** Returns what to do if {@link #run} has thrown this failure. */
  default String remedy(Throwable failure) {
    return FailureRemedy.of(failure);
  }

  /**
   * @return at least one finding
   * @throws RuntimeException or LinkageError if the check fails; the message says what was seen
   */
  List<Finding> run();

  default Finding ok(String seen) {
    return new Finding(name(), Result.OK, seen, "");
  }

  default Finding warning(String seen, String remedy) {
    return new Finding(name(), Result.WARNING, seen, remedy);
  }

  default Finding failed(String seen, String remedy) {
    return new Finding(name(), Result.FAILED, seen, remedy);
  }

  default Finding skipped(String seen, String remedy) {
    return new Finding(name(), Result.SKIPPED, seen, remedy);
  }
}
