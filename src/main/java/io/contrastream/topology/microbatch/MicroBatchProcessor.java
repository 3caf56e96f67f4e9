package io.contrastream.topology.microbatch;

import io.contrastream.topology.streams.DrainOnCommit;
import io.contrastream.topology.streams.NodeScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Collects the records of one task and applies the function to them when the batch is full, when
 * its oldest record has waited long enough, and before each commit.
 *
 * <p>It forwards the outcomes in the order of the records, each with its own key, timestamp,
 * headers, topic, partition and offset. Only the stream thread that runs the task calls it.
 */
final class MicroBatchProcessor<K, V, R> implements Processor<K, V, K, Outcome<R>> {

  /** A record that waits, and where it came from. */
  private record Waiting<K, V>(Record<K, V> record, NodeScope.Origin origin) {}

  /** Checks for an overdue batch; it can be late by the time between two of them. */
  private static final int CHECKS_PER_DELAY = 4;

  /** Kafka Streams schedules in whole milliseconds. */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(1);

  private final String storeName;
  private final BatchSize size;
  private final ToLongFunction<V> bytesOf;
  private final Halving<V, R> function;

  private final List<Waiting<K, V>> waiting = new ArrayList<>();
  private long bytesWaiting;
  private long oldestSinceMs;

  private ProcessorContext<K, Outcome<R>> context;
  private NodeScope scope;
  private BatchMeters meters;

  MicroBatchProcessor(
      String storeName, BatchSize size, ToLongFunction<V> bytesOf, BatchFunction<V, R> function) {
    this.storeName = storeName;
    this.size = size;
    this.bytesOf = bytesOf;
    this.function = new Halving<>(function);
  }

  @Override
  public void init(ProcessorContext<K, Outcome<R>> processorContext) {
    context = processorContext;
    scope = NodeScope.of(context);
    meters = BatchMeters.of(context, scope.nodeName());
    clear();
    DrainOnCommit store = context.getStateStore(storeName);
    store.onCommit(this::drain);
    if (!size.delay().isZero()) {
      Duration interval = size.delay().dividedBy(CHECKS_PER_DELAY);
      context.schedule(
          interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval,
          PunctuationType.WALL_CLOCK_TIME,
          this::drainIfOverdue);
    }
  }

  @Override
  public void process(Record<K, V> record) {
    if (waiting.isEmpty()) {
      oldestSinceMs = context.currentSystemTimeMs();
    }
    NodeScope.Origin origin = scope.origin();
    waiting.add(new Waiting<>(record, origin));
    bytesWaiting += origin.bytes() + bytesOf.applyAsLong(record.value());
    if (waiting.size() >= size.records() || bytesWaiting >= size.bytes() || size.delay().isZero()) {
      drain();
    }
  }

  private void drainIfOverdue(long nowMs) {
    if (nowMs - oldestSinceMs >= size.delay().toMillis()) {
      drain();
    }
  }

  /**
   * Removes nothing before everything is forwarded: after a failure the task is closed dirty, and
   * the offsets of these records stay uncommitted.
   */
  private void drain() {
    if (waiting.isEmpty()) {
      return;
    }
    long startNs = System.nanoTime();
    List<V> values = waiting.stream().map(item -> item.record().value()).toList();
    List<Outcome<R>> outcomes = function.apply(values);
    meters.record(values.size(), System.nanoTime() - startNs);
    forward(outcomes);
    clear();
  }

  private void forward(List<Outcome<R>> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      Waiting<K, V> item = waiting.get(i);
      Record<K, Outcome<R>> result = item.record().withValue(outcomes.get(i));
      scope.run(item.origin(), () -> context.forward(result));
    }
  }

  private void clear() {
    waiting.clear();
    bytesWaiting = 0;
  }

  @Override
  public void close() {
    clear();
  }
}
