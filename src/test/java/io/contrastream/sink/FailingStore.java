package io.contrastream.sink;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes some batches, and fails once after the next one. */
public final class FailingStore implements Store {
  private final Store store;
  private final RuntimeException failure;
  private int batchesLeft;

  public FailingStore(Store store, int batches, RuntimeException failure) {
    this.store = store;
    this.batchesLeft = batches;
    this.failure = failure;
  }

  @Override
  public Map<Integer, Long> open(Set<Integer> partitions) {
    return store.open(partitions);
  }

  @Override
  public Optional<String> refusal(Row row) {
    return store.refusal(row);
  }

  @Override
  public void write(Batch batch) {
    store.write(batch);
    if (batchesLeft-- == 0) {
      throw failure;
    }
  }

  @Override
  public void rest(boolean caughtUp) {
    store.rest(caughtUp);
  }

  @Override
  public void finish() {
    store.finish();
  }

  @Override
  public void close() {
    store.close();
  }
}
