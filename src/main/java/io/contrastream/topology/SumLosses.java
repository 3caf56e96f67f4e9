package io.contrastream.topology;

import io.contrastream.similarity.LossSums;
import io.contrastream.topology.microbatch.DrainOnCommit;
import io.contrastream.topology.microbatch.NodeScope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds up one task's losses between two commits, by checkpoint and window, and hands on the sums
 * before each commit. So a whole commit interval costs the next stage one record, not one a pair.
 *
 * @see LossWindows
 */
final class SumLosses extends ContextualProcessor<String, LossSample, String, LossPart> {

  private record Window(String checkpointId, long startMs) {}

  private record Sum(LossSums sums, long latestMs) {
    Sum plus(Sum other) {
      return new Sum(sums.plus(other.sums), Math.max(latestMs, other.latestMs));
    }
  }

  private final String storeName;
  private final long windowMs;
  private final Map<Window, Sum> sums = new LinkedHashMap<>();
  private NodeScope scope;
  private NodeScope.Origin latest;

  static ProcessorSupplier<String, LossSample, String, LossPart> supplier(
      String storeName, Duration window) {
    return new StoringProcessor<>(
        () -> new SumLosses(storeName, window), DrainOnCommit.builder(storeName));
  }

  private SumLosses(String storeName, Duration window) {
    this.storeName = storeName;
    this.windowMs = window.toMillis();
  }

  @Override
  public void init(ProcessorContext<String, LossPart> context) {
    super.init(context);
    sums.clear();
    scope = NodeScope.of(context);
    context.<DrainOnCommit>getStateStore(storeName).onCommit(this::drain);
  }

  @Override
  public void process(Record<String, LossSample> record) {
    long startMs = Math.floorDiv(record.timestamp(), windowMs) * windowMs;
    Window window = new Window(record.value().checkpointId(), startMs);
    sums.merge(window, new Sum(record.value().sums(), record.timestamp()), Sum::plus);
    latest = scope.origin();
  }

  private void drain() {
    if (!sums.isEmpty()) {
      scope.run(latest, () -> sums.forEach(this::forward));
      sums.clear();
    }
  }

  private void forward(Window window, Sum sum) {
    LossPart part = new LossPart(window.checkpointId(), window.startMs(), sum.sums());
    context().forward(new Record<>(window.checkpointId(), part, sum.latestMs()));
  }

  @Override
  public void close() {
    sums.clear();
  }
}
