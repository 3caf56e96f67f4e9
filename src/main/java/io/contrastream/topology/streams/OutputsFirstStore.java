package io.contrastream.topology.streams;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;

/**
 * An in-memory store that, before it changes, waits until Kafka has everything that its task has
 * sent. The layer around it writes to the changelog only after this store has changed. The cache
 * around that layer hands over all its changes together, with no output between them, so they cost
 * one wait.
 *
 * @see OutputsFirst
 */
final class OutputsFirstStore extends InMemoryKeyValueStore {

  /** Makes one for each task. */
  record Supplier(String name) implements KeyValueBytesStoreSupplier {

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new OutputsFirstStore(name);
    }

    @Override
    public String metricsScope() {
      return "in-memory";
    }
  }

  private StateStoreContext context;
  private boolean outputPending;

  private OutputsFirstStore(String name) {
    super(name);
  }

  @Override
  public void init(StateStoreContext storeContext, StateStore root) {
    context = storeContext;
    outputPending = false;
    super.init(storeContext, root);
  }

  void outputPending() {
    outputPending = true;
  }

  /** Throws if an output could not be sent: the task fails before its state claims the output. */
  private void awaitOutputs() {
    if (outputPending) {
      // Not kept in a field: a task that was on standby gets its collector later.
      RecordCollector collector = ((RecordCollector.Supplier) context).recordCollector();
      if (collector != null) { // a standby task has none, and no outputs
        collector.flush();
      }
      outputPending = false;
    }
  }

  @Override
  public synchronized void put(Bytes key, byte[] value) {
    awaitOutputs();
    super.put(key, value);
  }

  @Override
  public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    awaitOutputs();
    super.putAll(entries);
  }

  @Override
  public synchronized byte[] delete(Bytes key) {
    awaitOutputs();
    return super.delete(key);
  }
}
