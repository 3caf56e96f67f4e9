package io.contrastream.doctor;

import io.contrastream.doctor.Finding.Result;
import java.util.List;

/** Looks at one thing that the program needs, and changes nothing. One thread calls. */
interface Check {

  /** One lower-case word or two. */
  String name();

  /** Names of the checks without whose success this one can see nothing. */
  default List<String> needs() {
    return List.of();
  }

  /** What to do where {@link #run} has thrown that. */
  default String remedy(Throwable failure) {
    return FailureRemedy.of(failure);
  }

  /**
   * @return at least one finding
   * @throws RuntimeException or LinkageError where it has failed; the message says what was seen
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
