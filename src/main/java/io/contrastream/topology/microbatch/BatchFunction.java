package io.contrastream.topology.microbatch;

import java.util.List;

/**
 * A function that is cheaper by the batch.
 *
 * @param <V> what goes in
 * @param <R> what comes out
 */
@FunctionalInterface
public interface BatchFunction<V, R> {

  /**
   * Called on the stream thread. It may be called again with the same values in smaller batches, so
   * it changes nothing but what it returns.
   *
   * @param values at least one
   * @return as many results, in the order of the values
   * @throws BatchFaultException where no value is at fault
   * @throws RuntimeException where a value is at fault; smaller batches then tell which
   */
  List<R> apply(List<V> values);
}
