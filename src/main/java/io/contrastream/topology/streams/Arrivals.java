package io.contrastream.topology.streams;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What the current stream thread has fetched, how long the broker did not answer it, and whether it
 * holds back records. The consumer tells the processors what is about to come, and they tell the
 * consumer whether it may wait for more. Each stream thread sees its own.
 */
public final class Arrivals {
  private final ThreadLocal<State> states = ThreadLocal.withInitial(State::new);

  private static final class State {
    private final Map<TopicPartition, Long> latestOffsets = new HashMap<>();
    private int openBatches;
    private long outageMs;
  }

  /** Called by the thread's consumer after each poll. */
  public void fetched(ConsumerRecords<?, ?> records) {
    Map<TopicPartition, Long> latest = states.get().latestOffsets;
    for (TopicPartition partition : records.partitions()) {
      var fetched = records.records(partition);
      latest.put(partition, fetched.get(fetched.size() - 1).offset());
    }
  }

  /** Called by the thread's consumer: the broker has not answered for so much longer. */
  public void addOutage(long millis) {
    states.get().outageMs += millis;
  }

  /** Returns how long the broker has not answered since the thread started, milliseconds. */
  public long outageMs() {
    return states.get().outageMs;
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
