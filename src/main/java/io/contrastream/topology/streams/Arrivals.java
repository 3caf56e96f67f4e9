package io.contrastream.topology.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What the current stream thread has fetched, whether the broker answers it, and whether it holds
 * back records. The consumer tells the processors what is about to come, and they tell the consumer
 * whether it may wait for more. Each stream thread sees its own.
 */
public final class Arrivals {
  /** Longer than a fetch waits, or a batch takes. */
  private static final long MAX_POLL_GAP_NS = TimeUnit.SECONDS.toNanos(5);

  private final ThreadLocal<State> states = ThreadLocal.withInitial(State::new);
  private final LongSupplier clockNs;

  public Arrivals() {
    this(System::nanoTime);
  }

  Arrivals(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  private static final class State {
    private final Map<TopicPartition, Long> latestOffsets = new HashMap<>();
    private int openBatches;
    private long outages;
    private boolean hasPolled;
    private long polledNs;
  }

  /** Called by the thread's consumer after each poll. */
  public void polled() {
    State state = states.get();
    state.hasPolled = true;
    state.polledNs = clockNs.getAsLong();
  }

  /** Called by the thread's consumer if a poll has returned records. */
  public void fetched(ConsumerRecords<?, ?> records) {
    Map<TopicPartition, Long> latest = states.get().latestOffsets;
    for (TopicPartition partition : records.partitions()) {
      var fetched = records.records(partition);
      latest.put(partition, fetched.get(fetched.size() - 1).offset());
    }
  }

  /** Called by the thread's consumer each few seconds in which the broker answers no fetch. */
  public void addOutage() {
    states.get().outages++;
  }

  /**
   * Returns a number that grows as long as the broker answers no fetch, or is not asked: a commit
   * waits for it, for example.
   */
  public long outages() {
    State state = states.get();
    if (state.hasPolled && clockNs.getAsLong() - state.polledNs > MAX_POLL_GAP_NS) {
      state.outages++;
    }
    return state.outages;
  }

  /** Whether a record after the given one has been fetched. */
  public boolean hasMoreAfter(TopicPartition partition, long offset) {
    return states.get().latestOffsets.getOrDefault(partition, offset) > offset;
  }

  public void batchOpened() {
    states.get().openBatches++;
  }

  public void batchClosed() {
    states.get().openBatches--;
  }

  /** Whether no record of the thread waits in a batch. */
  public boolean isIdle() {
    return states.get().openBatches <= 0;
  }
}
