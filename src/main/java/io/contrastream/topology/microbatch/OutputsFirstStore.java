package io.contrastream.topology.microbatch;

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
 * A store in memory that, before it changes, waits until Kafka has all that its task has sent. The
 * layer around it writes to the changelog only after this one has changed. The cache around that
 * hands over all its changes together, with no output between them, so they cost one wait.
 *
 * <p>Only the stream thread that owns the task calls what writes.
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
  private boolean outputsUnderWay;

  private OutputsFirstStore(String name) {
    super(name);
  }

  @Override
  public void init(StateStoreContext storeContext, StateStore root) {
    context = storeContext;
    outputsUnderWay = false;
    super.init(storeContext, root);
  }

  /** From here on, outputs may be on their way. */
  void outputsFollow() {
    outputsUnderWay = true;
  }

  /** Throws where one could not be sent: then the task ends here, and its state says nothing. */
  private void awaitOutputs() {
    if (outputsUnderWay) {
      // Asked for anew each time: a task that was on standby gets its collector later.
      ((RecordCollector.Supplier) context).recordCollector().flush();
      outputsUnderWay = false;
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
