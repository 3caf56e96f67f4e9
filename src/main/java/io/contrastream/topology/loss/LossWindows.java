package io.contrastream.topology.loss;

import io.contrastream.config.DriftSettings;
import io.contrastream.config.LossSettings;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ShadowLoss;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.topology.streams.Arrivals;
import io.contrastream.topology.streams.OutputsFirst;
import io.contrastream.topology.streams.ProcessorWithStores;
import io.contrastream.topology.streams.StreamClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Sums the parts of all tasks and reports a window once it is over. A part that comes later opens
 * its window again and is reported in a further record of it, so nothing is lost and nothing is
 * reported twice.
 *
 * @see SumLosses
 */
final class LossWindows extends ContextualProcessor<String, LossPart, String, LossWindow> {
  private static final Duration SCAN_INTERVAL = Duration.ofMillis(500);

  private final String storeName;
  private final String driftStoreName;
  private final Duration window;
  private final Duration grace;
  private final DriftSettings driftSettings;
  private final Arrivals arrivals;
  private final LongUnaryOperator acceptedTime;
  private KeyValueStore<String, LossPart> open;
  private OutputsFirst outputs;
  private DriftWatch drift;
  private StreamClock clock;
  private Cancellable timer;

  /**
   * The stores have changelogs; only a few windows are open at a time.
   *
   * @param store for the open windows; in memory
   * @param acceptedTime returns the timestamp nearest to a given one that the output topic accepts
   */
  static ProcessorSupplier<String, LossPart, String, LossWindow> supplier(
      KeyValueBytesStoreSupplier store,
      String driftStoreName,
      LossSettings loss,
      DriftSettings drift,
      Arrivals arrivals,
      LongUnaryOperator acceptedTime) {
    return new ProcessorWithStores<>(
        () -> new LossWindows(store.name(), driftStoreName, loss, drift, arrivals, acceptedTime),
        builder(store).withCachingEnabled(),
        builder(Stores.inMemoryKeyValueStore(driftStoreName)));
  }

  private static StoreBuilder<KeyValueStore<String, LossPart>> builder(
      KeyValueBytesStoreSupplier store) {
    return Stores.keyValueStoreBuilder(store, Serdes.String(), new LossPartSerde());
  }

  private LossWindows(
      String storeName,
      String driftStoreName,
      LossSettings loss,
      DriftSettings drift,
      Arrivals arrivals,
      LongUnaryOperator acceptedTime) {
    this.storeName = storeName;
    this.driftStoreName = driftStoreName;
    this.window = loss.window();
    this.grace = loss.grace();
    this.driftSettings = drift;
    this.arrivals = arrivals;
    this.acceptedTime = acceptedTime;
  }

  @Override
  public void init(ProcessorContext<String, LossWindow> context) {
    super.init(context);
    open = context.getStateStore(storeName);
    outputs = OutputsFirst.of(open);
    drift = new DriftWatch(context.getStateStore(driftStoreName), driftSettings);
    clock = new StreamClock(window.plus(grace), arrivals::outages);
    timer = startTimer();
  }

  private Cancellable startTimer() {
    return context().schedule(SCAN_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::reportClosed);
  }

  @Override
  public void process(Record<String, LossPart> record) {
    LossPart part = record.value();
    clock.observe(record.timestamp(), context().currentSystemTimeMs());
    String key = part.name() + "@" + part.windowStartMs();
    LossPart soFar = open.get(key);
    open.put(key, soFar == null ? part : soFar.plus(part));
    if (timer == null) {
      timer = startTimer();
    }
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
      outputs.beforeOutput();
      context().forward(report(entry.value));
      open.delete(entry.key);
    }
    stopTimerIfNoneIsOpen();
  }

  /** Each tick makes the task commit, which an idle one should not do twice a second. */
  private void stopTimerIfNoneIsOpen() {
    try (KeyValueIterator<String, LossPart> all = open.all()) {
      if (!all.hasNext()) {
        stopTimer();
      }
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** A revived task is initialised again and keeps the timers that are not cancelled. */
  @Override
  public void close() {
    stopTimer();
  }

  private long endMs(LossPart part) {
    return part.windowStartMs() + window.toMillis();
  }

  private Record<String, LossWindow> report(LossPart part) {
    long timeMs = acceptedTime.applyAsLong(endMs(part) - 1);
    LossWindow window = part.shadow() == null ? window(part) : shadow(part);
    return new Record<>(part.checkpointId(), window, timeMs);
  }

  /** All counts are 0, so that sums over all records stay those of the active checkpoints. */
  private LossWindow shadow(LossPart part) {
    ShadowSums sums = part.shadow().sums();
    return LossWindow.newBuilder()
        .setCheckpointId(part.checkpointId())
        .setWindowStartMs(part.windowStartMs())
        .setWindowEndMs(endMs(part))
        .setPairs(0)
        .setModality(part.modalities().one())
        .setOtherModality(part.modalities().other())
        .setShadow(
            new ShadowLoss(
                part.shadow().candidateId(),
                sums.pairs(),
                sums.meanLoss(),
                sums.activeMeanLoss(),
                sums.meanSquaredDifference()))
        .build();
  }

  private LossWindow window(LossPart part) {
    LossSums losses = part.losses();
    EmbeddingSums embeddings = part.embeddings();
    Optional<Double> distance = drift.distance(part);
    return LossWindow.newBuilder()
        .setCheckpointId(part.checkpointId())
        .setWindowStartMs(part.windowStartMs())
        .setWindowEndMs(endMs(part))
        .setPairs(losses.pairs())
        .setPositives(losses.positives())
        .setNegatives(losses.negatives())
        .setMeanLoss(losses.meanLoss())
        .setMeanPositiveCosine(losses.meanPositiveCosine())
        .setMeanNegativeCosine(losses.meanNegativeCosine())
        .setMargin(losses.cosineGap())
        .setPairAccuracy(losses.pairAccuracy())
        .setUnmatched(losses.unmatched())
        .setImages(embeddings.images())
        .setAlignment(losses.alignment())
        .setUniformity(embeddings.uniformity())
        .setEmbeddingDistance(distance.orElse(null))
        .setDrift(distance.map(drift::isDrift).orElse(null))
        .setModality(part.modalities().one())
        .setOtherModality(part.modalities().other())
        .build();
  }
}
