package io.contrastream.topology.microbatch;

/**
 * The result of one record of a batch, or its failure.
 *
 * @param result null if the record failed
 * @param failure null if it did not
 */
record Outcome<R>(R result, BadValueException failure) {

  static <R> Outcome<R> of(R result) {
    return new Outcome<>(result, null);
  }

  static <R> Outcome<R> failed(BadValueException failure) {
    return new Outcome<>(null, failure);
  }

  R orThrow() {
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
