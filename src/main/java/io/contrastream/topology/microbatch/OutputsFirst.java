package io.contrastream.topology.microbatch;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A step that hands on records as they are. It stands behind a step that forgets what it has
 * forwarded, and sees to it that Kafka has all outputs before the store of that step tells its
 * changelog anything.
 *
 * <p>At least once, a store's changelog is not part of a transaction: a crash could leave in it
 * that something is done, while the output of it is lost; after a restart nobody would make that
 * output again. A cached store tells its changelog at commits, and in between when its cache is
 * full. Exactly once, outputs and changelog become final together, and this step is not needed.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class OutputsFirst<K, V> extends ContextualProcessor<K, V, K, V> {
  private final String storeName;
  private OutputsFirstStore store;

  /**
   * @param storeName of the store to hold back; made by {@link #store} and connected to this step
   */
  public OutputsFirst(String storeName) {
    this.storeName = storeName;
  }

  /** Supplies a store in memory that waits for outputs where this step tells it that there are. */
  public static KeyValueBytesStoreSupplier store(String name) {
    return new OutputsFirstStore.Supplier(name);
  }

  @Override
  public void init(ProcessorContext<K, V> context) {
    super.init(context);
    StateStore outermost = context.getStateStore(storeName);
    while (outermost instanceof WrappedStateStore<?, ?, ?> wrapper) {
      outermost = wrapper.wrapped();
    }
    store = (OutputsFirstStore) outermost;
  }

  @Override
  public void process(Record<K, V> record) {
    store.outputsFollow();
    context().forward(record);
  }
}
