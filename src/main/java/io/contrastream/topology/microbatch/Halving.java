package io.contrastream.topology.microbatch;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls a batch function so that one bad value fails alone: a batch that fails is halved until the
 * bad value is in a batch of its own.
 */
final class Halving<V, R> {
  private final BatchFunction<V, R> function;
  private final String sizeKey;

  /**
   * @param sizeKey the setting of the size of a batch, for advice
   */
  Halving(BatchFunction<V, R> function, String sizeKey) {
    this.function = function;
    this.sizeKey = sizeKey;
  }

  /**
   * @return one outcome for each value, in the order of the values
   * @throws BatchFaultException if even a batch of one fails, and its value is not at fault
   */
  List<Outcome<R>> apply(List<V> values) {
    List<Outcome<R>> outcomes = new ArrayList<>(values.size());
    applyTo(values, outcomes);
    return outcomes;
  }

  private void applyTo(List<V> values, List<Outcome<R>> outcomes) {
    try {
      call(values).forEach(result -> outcomes.add(Outcome.of(result)));
    } catch (BatchFaultException fault) {
      if (values.size() == 1) {
        throw fault;
      }
      halve(values, outcomes);
    } catch (RuntimeException failure) {
      if (values.size() == 1) {
        outcomes.add(Outcome.failed(new BadValueException(failure)));
      } else {
        halve(values, outcomes);
      }
    }
  }

  private List<R> call(List<V> values) {
    try {
      List<R> results = function.apply(values);
      if (results.size() != values.size()) {
        throw new BatchFaultException(
            "A batch of %d records gave %d results".formatted(values.size(), results.size()), null);
      }
      return results;
    } catch (OutOfMemoryError e) {
      throw new BatchFaultException(
          "Out of memory in a batch of %d records; lower %s or give the process more memory"
              .formatted(values.size(), sizeKey),
          e);
    }
  }

  private void halve(List<V> values, List<Outcome<R>> outcomes) {
    int middle = values.size() / 2;
    applyTo(values.subList(0, middle), outcomes);
    applyTo(values.subList(middle, values.size()), outcomes);
  }
}
