package io.contrastream.sink;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sink writes to. It keeps rows and positions together: either both of a batch become
 * durable or none, whenever the process is killed. One thread calls.
 *
 * <p>Any method may throw {@link StoreException} if it is worth another try: the next call is then
 * {@link #open}. Other exceptions end the sink.
 */
public interface Store extends AutoCloseable {

  /**
   * Connects, discards what is not durable, and returns the offsets to continue from. Called at the
   * start, and again after each failure.
   *
   * @param partitions all partitions of the topic
   * @return by partition: the offset after what is stored; a partition of which nothing is stored
   *     may be missing
   */
  Map<Integer, Long> open(Set<Integer> partitions);

  /** Returns why this store cannot take a row, which is then skipped; usually empty. */
  default Optional<String> refusal(Row row) {
    return Optional.empty();
  }

  /** Writes rows, at least one. They may become durable later, in the order of their offsets. */
  void write(Batch batch);

  /**
   * Called between batches, several times a second.
   *
   * @param caughtUp whether everything in the topic is written
   */
  default void rest(boolean caughtUp) {}

  /** Makes durable what has been written; called before an orderly end. */
  default void finish() {}

  /** Releases everything; what is not durable is lost, and read again by the next sink. */
  @Override
  void close();
}
