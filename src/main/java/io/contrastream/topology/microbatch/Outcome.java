package io.contrastream.topology.microbatch;

/**
 * What became of one record of a batch.
 *
 * @param result null where it failed
 * @param failure null where it did not
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
