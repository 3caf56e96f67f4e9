package io.contrastream.topology.microbatch;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without content, whose "cache" is the batch that waits in a processor: Kafka Streams
 * flushes it before each commit, suspension and close, and so drains the batch before the offsets
 * of its records are read.
 *
 * <p>Stores are flushed in the order of their registration, which follows the topology from its
 * sources: a caching store downstream is flushed after this one and so misses nothing. A caching
 * store <em>upstream</em> of it would be flushed too early only if it forwarded what it flushes.
 *
 * <p>Only the stream thread that owns the task calls it.
 */
public final class DrainOnCommit implements StateStore, CachedStateStore<Object, Object> {
  private final String name;
  private Runnable drain = () -> {};
  private boolean open;

  DrainOnCommit(String name) {
    this.name = name;
  }

  /** Builds one for each task. */
  public static StoreBuilder<DrainOnCommit> builder(String name) {
    return new DrainOnCommitBuilder(name);
  }

  /** Names what drains the batch; null forgets it. */
  public void onCommit(Runnable newDrain) {
    drain = newDrain == null ? () -> {} : newDrain;
  }

  @Override
  public void flushCache() {
    drain.run();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // A task that is revived keeps its stores: whatever drained before belongs to its former life.
    onCommit(null);
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    onCommit(null);
    open = false;
  }

  @Override
  public void clearCache() {
    // Asked for when a store is restored behind its cache's back; a batch isn't restored.
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
