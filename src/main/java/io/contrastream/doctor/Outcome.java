package io.contrastream.doctor;

import io.contrastream.doctor.Finding.Result;

/**
 * What a check found.
 *
 * @param seen text without secrets
 * @param remedy what to do; empty if nothing needs to be done
 */
record Outcome(Result result, String seen, String remedy) {

  static Outcome ok(String seen) {
    return new Outcome(Result.OK, seen, "");
  }

  static Outcome warning(String seen, String remedy) {
    return new Outcome(Result.WARNING, seen, remedy);
  }

  static Outcome failed(String seen, String remedy) {
    return new Outcome(Result.FAILED, seen, remedy);
  }

  static Outcome skipped(String seen, String remedy) {
    return new Outcome(Result.SKIPPED, seen, remedy);
  }
}
