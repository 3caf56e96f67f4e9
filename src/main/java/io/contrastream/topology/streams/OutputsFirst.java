package io.contrastream.topology.streams;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * Makes a processor's outputs safe before its store records that they are done. For processors that
 * forget what they have forwarded.
 *
 * <p>With at-least-once delivery, a store's changelog is not part of a transaction. A crash could
 * leave in it that something is done while its output is lost, and after a restart nothing would
 * produce that output again. A cached store writes to its changelog at commits, and between them
 * when its cache is full. With exactly-once delivery, outputs and changelog become final together,
 * so an ordinary store is enough; then this does nothing.
 */
public final class OutputsFirst {
  private final OutputsFirstStore store;

  private OutputsFirst(OutputsFirstStore store) {
    this.store = store;
  }

  /** Supplies an in-memory store that flushes pending outputs before each write. */
  public static KeyValueBytesStoreSupplier store(String name) {
    return new OutputsFirstStore.Supplier(name);
  }

  /**
   * @param store that a processor got from its context; one that {@link #store} did not supply is
   *     left alone
   */
  public static OutputsFirst of(StateStore store) {
    StateStore innermost = store;
    while (innermost instanceof WrappedStateStore<?, ?, ?> wrapper) {
      innermost = wrapper.wrapped();
    }
    return new OutputsFirst(innermost instanceof OutputsFirstStore outputs ? outputs : null);
  }

  /** Must be called before each output: the next write of the store waits for it. */
  public void beforeOutput() {
    if (store != null) {
      store.outputPending();
    }
  }
}
