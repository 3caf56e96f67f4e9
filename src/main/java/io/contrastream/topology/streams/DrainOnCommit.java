package io.contrastream.topology.streams;

import java.util.function.Function;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without persistent content whose "cache" is what a processor holds back. Kafka Streams
 * flushes it before each commit, suspension and close, which drains it before the offsets of the
 * held records are read.
 *
 * <p>Stores are flushed in the order of their registration, which follows the topology from its
 * sources: a caching store downstream is flushed after this one and so misses nothing. A caching
 * store <em>upstream</em> of it would be flushed too early only if it forwarded what it flushes.
 */
public class DrainOnCommit implements StateStore, CachedStateStore<Object, Object> {
  private final String name;
  private Runnable drain = () -> {};
  private boolean open;

  protected DrainOnCommit(String name) {
    this.name = name;
  }

  /** Returns a builder that makes a new store for each task. */
  public static StoreBuilder<DrainOnCommit> builder(String name) {
    return builder(name, DrainOnCommit::new);
  }

  /**
   * Returns a builder that makes a new store for each task.
   *
   * @param constructor takes the store's name
   */
  public static <S extends DrainOnCommit> StoreBuilder<S> builder(
      String name, Function<String, S> constructor) {
    return new DrainOnCommitBuilder<>(name, constructor);
  }

  /** Sets what drains the held records; null removes it. */
  public final void onCommit(Runnable newDrain) {
    drain = newDrain == null ? () -> {} : newDrain;
  }

  @Override
  public void flushCache() {
    drain.run();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // A revived task keeps stores and processors, and initialises both again.
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
    // Called when a store is restored underneath its cache; this store is never restored.
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
