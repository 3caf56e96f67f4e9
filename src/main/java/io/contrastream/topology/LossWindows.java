package io.contrastream.topology;

import io.contrastream.schema.LossWindow;
import io.contrastream.similarity.LossSums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Adds up the parts of all tasks and reports a window once it is over. A part that comes later
 * still opens its window anew and is reported as a further record of it: nothing is lost, and
 * nothing reported twice.
 *
 * @see SumLosses
 */
final class LossWindows extends ContextualProcessor<String, LossPart, String, LossWindow> {
  private static final Duration SCAN_INTERVAL = Duration.ofMillis(500);

  private final String storeName;
  private final Duration window;
  private final Duration grace;
  private KeyValueStore<String, LossPart> open;
  private StreamClock clock;

  /** In memory, with a changelog: a handful of windows are open at a time. */
  static ProcessorSupplier<String, LossPart, String, LossWindow> supplier(
      String storeName, Duration window, Duration grace) {
    return new StoringProcessor<>(
        () -> new LossWindows(storeName, window, grace),
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(storeName), Serdes.String(), new LossPartSerde())
            .withCachingEnabled());
  }

  private LossWindows(String storeName, Duration window, Duration grace) {
    this.storeName = storeName;
    this.window = window;
    this.grace = grace;
  }

  @Override
  public void init(ProcessorContext<String, LossWindow> context) {
    super.init(context);
    open = context.getStateStore(storeName);
    clock = new StreamClock(window.plus(grace));
    context.schedule(SCAN_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::reportClosed);
  }

  @Override
  public void process(Record<String, LossPart> record) {
    LossPart part = record.value();
    clock.observe(record.timestamp(), context().currentSystemTimeMs());
    String key = part.checkpointId() + "@" + part.windowStartMs();
    LossPart soFar = open.get(key);
    LossSums sums = soFar == null ? part.sums() : soFar.sums().plus(part.sums());
    open.put(key, new LossPart(part.checkpointId(), part.windowStartMs(), sums));
  }

  private void reportClosed(long nowMs) {
    long timeMs = clock.timeMs(nowMs);
    List<KeyValue<String, LossPart>> closed = new ArrayList<>();
    try (KeyValueIterator<String, LossPart> all = open.all()) {
      all.forEachRemaining(
          entry -> {
            if (endMs(entry.value) + grace.toMillis() <= timeMs) {
              closed.add(entry);
            }
          });
    }
    for (KeyValue<String, LossPart> entry : closed) {
      context()
          .forward(
              new Record<>(
                  entry.value.checkpointId(), report(entry.value), endMs(entry.value) - 1));
      open.delete(entry.key);
    }
  }

  private long endMs(LossPart part) {
    return part.windowStartMs() + window.toMillis();
  }

  private LossWindow report(LossPart part) {
    LossSums sums = part.sums();
    return LossWindow.newBuilder()
        .setCheckpointId(part.checkpointId())
        .setWindowStartMs(part.windowStartMs())
        .setWindowEndMs(endMs(part))
        .setPairs(sums.pairs())
        .setPositives(sums.positives())
        .setNegatives(sums.negatives())
        .setMeanLoss(sums.meanLoss())
        .setMeanPositiveCosine(sums.meanPositiveCosine())
        .setMeanNegativeCosine(sums.meanNegativeCosine())
        .setMargin(sums.margin())
        .setPairAccuracy(sums.pairAccuracy())
        .setUnmatched(sums.unmatched())
        .build();
  }
}
