package io.contrastream.topology.microbatch;

import io.contrastream.topology.streams.Arrivals;
import io.contrastream.topology.streams.DrainOnCommit;
import io.contrastream.topology.streams.NodeScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Collects the records of one task and applies the function to them when the batch is full, when
 * its oldest record has waited long enough and no other has been fetched, and before each commit.
 *
 * <p>It forwards the outcomes in the order of the records, each with its own key, timestamp,
 * headers, topic, partition and offset. Only the stream thread that runs the task calls it.
 */
final class MicroBatchProcessor<K, V, R> implements Processor<K, V, K, Outcome<R>> {

  /** A record that waits, and where it came from. */
  private record Waiting<K, V>(Record<K, V> record, NodeScope.Origin origin) {}

  /**
   * Records that have been fetched do not make a batch overdue, since they will fill it. This many
   * delays do, in case the fetched records are bad and never come.
   */
  private static final int MAX_DELAYS = 20;

  /** Checks for an overdue batch; it can be late by the time between two of them. */
  private static final int CHECKS_PER_DELAY = 4;

  /** Kafka Streams schedules in whole milliseconds. */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(1);

  private final String storeName;
  private final BatchSize size;
  private final ToLongFunction<V> bytesOf;
  private final Arrivals arrivals;
  private final Halving<V, R> function;

  private final List<Waiting<K, V>> waiting = new ArrayList<>();
  private long bytesWaiting;
  private long oldestSinceMs;
  private boolean open;
  private Cancellable timer;

  private ProcessorContext<K, Outcome<R>> context;
  private NodeScope scope;
  private BatchMeters meters;

  MicroBatchProcessor(
      String storeName,
      BatchSize size,
      ToLongFunction<V> bytesOf,
      Arrivals arrivals,
      BatchFunction<V, R> function) {
    this.storeName = storeName;
    this.size = size;
    this.bytesOf = bytesOf;
    this.arrivals = arrivals;
    this.function = new Halving<>(function, size.recordsKey());
  }

  @Override
  public void init(ProcessorContext<K, Outcome<R>> processorContext) {
    context = processorContext;
    scope = NodeScope.of(context);
    meters = BatchMeters.of(context, scope.nodeName());
    clear();
    DrainOnCommit store = context.getStateStore(storeName);
    store.onCommit(this::drain);
  }

  @Override
  public void process(Record<K, V> record) {
    if (!open) {
      open();
    }
    NodeScope.Origin origin = scope.origin();
    waiting.add(new Waiting<>(record, origin));
    bytesWaiting += origin.bytes() + bytesOf.applyAsLong(record.value());
    if (waiting.size() >= size.records() || bytesWaiting >= size.bytes() || size.delay().isZero()) {
      drain();
    }
  }

  /** The timer runs only while records wait: each of its ticks makes the task commit. */
  private void open() {
    open = true;
    oldestSinceMs = context.currentSystemTimeMs();
    arrivals.batchOpened();
    if (!size.delay().isZero()) {
      Duration interval = size.delay().dividedBy(CHECKS_PER_DELAY);
      timer =
          context.schedule(
              interval.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : interval,
              PunctuationType.WALL_CLOCK_TIME,
              this::drainIfOverdue);
    }
  }

  private void drainIfOverdue(long nowMs) {
    long waitedMs = nowMs - oldestSinceMs;
    long delayMs = size.delay().toMillis();
    if (waitedMs >= MAX_DELAYS * delayMs || waitedMs >= delayMs && !isMoreToCome()) {
      drain();
    }
  }

  private boolean isMoreToCome() {
    NodeScope.Origin latest = waiting.get(waiting.size() - 1).origin();
    return arrivals.hasMoreAfter(latest.partition(), latest.offset());
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
    if (open) {
      open = false;
      arrivals.batchClosed();
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
