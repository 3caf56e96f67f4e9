package io.contrastream.topology.microbatch;

import java.util.List;

/**
 * A function that is cheaper by the batch.
 *
 * @param <V> one value
 * @param <R> one result
 */
@FunctionalInterface
public interface BatchFunction<V, R> {

  /**
   * Called on stream threads. It may be called again with the same values in smaller batches, so it
   * must have no side effects.
   *
   * @param values at least one
   * @return one result for each value, in the order of the values
   * @throws BatchFaultException if no value is at fault
   * @throws RuntimeException if a value is at fault; smaller batches then show which one
   */
  List<R> apply(List<V> values);
}
