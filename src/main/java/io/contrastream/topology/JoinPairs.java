package io.contrastream.topology;

import io.contrastream.schema.ImageRole;
import io.contrastream.topology.JoinResult.Joined;
import io.contrastream.topology.JoinResult.Unmatched;
import io.contrastream.topology.WaitingPair.Image;
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
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Joins each anchor with its contrastive examples by pair id, whichever comes first, while their
 * timestamps lie within one window. What stays alone is reported when its window closes.
 *
 * <p>Each side's pixels are kept until its partner came, so that a stale side can be embedded again
 * and a labelled pair can go on to a trainer.
 */
final class JoinPairs extends ContextualProcessor<String, EmbeddedImage, String, JoinResult> {
  private static final int SCANS_PER_WINDOW = 4;

  /** Bounds what one pair id can hold, and so the size of a record in the store's changelog. */
  private static final int MAX_WAITING = 100;

  private final String storeName;
  private final Duration window;
  private KeyValueStore<String, WaitingPair> pairs;
  private StreamClock clock;

  /**
   * With a changelog; cached, so that a pair that is complete by the commit costs little.
   *
   * @param store in memory
   */
  static ProcessorSupplier<String, EmbeddedImage, String, JoinResult> supplier(
      KeyValueBytesStoreSupplier store, Duration window) {
    return new StoringProcessor<>(
        () -> new JoinPairs(store.name(), window),
        Stores.keyValueStoreBuilder(store, Serdes.String(), new WaitingPairSerde())
            .withCachingEnabled());
  }

  private JoinPairs(String storeName, Duration window) {
    this.storeName = storeName;
    this.window = window;
  }

  @Override
  public void init(ProcessorContext<String, JoinResult> context) {
    super.init(context);
    pairs = context.getStateStore(storeName);
    clock = new StreamClock(window);
    context.schedule(
        window.dividedBy(SCANS_PER_WINDOW), PunctuationType.WALL_CLOCK_TIME, this::closeWindows);
  }

  @Override
  public void process(Record<String, EmbeddedImage> record) {
    EmbeddedImage embedded = record.value();
    ImageRole role = embedded.image().getRole();
    if (role == ImageRole.SINGLE) {
      return;
    }
    long nowMs = context().currentSystemTimeMs();
    clock.observe(record.timestamp(), nowMs);
    Image image = new Image(embedded, record.timestamp());
    long offset = context().recordMetadata().orElseThrow().offset();
    WaitingPair before = open(record);
    if (before.holds(offset)) {
      return; // it comes again, and what it led to was secured before the state was
    }
    if (role == ImageRole.ANCHOR) {
      save(record.key(), before, match(anchorCame(before, image, record, offset), record));
    } else if (before.examples().size() < MAX_WAITING) {
      save(record.key(), before, match(before.withExample(image, offset), record));
    } else {
      report(image, 1, record.key());
    }
  }

  /** The pair's state, less what is too old to meet this record. */
  private WaitingPair open(Record<String, EmbeddedImage> record) {
    WaitingPair stored = pairs.get(record.key());
    if (stored == null) {
      return WaitingPair.EMPTY;
    }
    // A record that comes late still meets what lies within a window of it and is not yet gone.
    long timeMs = Math.min(clock.timeMs(context().currentSystemTimeMs()), record.timestamp());
    long earliestMs = timeMs - window.toMillis();
    reportBefore(earliestMs, stored, record.key());
    return stored.since(earliestMs);
  }

  /** A second anchor takes the first one's place. */
  private WaitingPair anchorCame(
      WaitingPair pair, Image anchor, Record<String, EmbeddedImage> record, long offset) {
    report(pair.anchor(), pair.partnersMissing(), record.key());
    return pair.withAnchor(anchor, offset);
  }

  private WaitingPair match(WaitingPair pair, Record<String, EmbeddedImage> record) {
    if (pair.anchor() == null || pair.examples().isEmpty()) {
      return pair;
    }
    EmbeddedImage anchor = pair.anchor().embedded();
    boolean rescore = pair.rescored();
    int matches = 0;
    for (Image example : pair.examples()) {
      if (pair.anchor().isWithin(window, example)) {
        rescore |= !anchor.comparableWith(example.embedded());
        context().forward(record.withValue(new Joined(anchor, example.embedded(), rescore)));
        matches++;
      } else {
        report(example, 1, record.key());
      }
    }
    return pair.afterMatches(matches, rescore);
  }

  private void save(String pairId, WaitingPair before, WaitingPair after) {
    if (!after.isEmpty()) {
      pairs.put(pairId, after);
    } else if (!before.isEmpty()) {
      pairs.delete(pairId);
    }
  }

  private void closeWindows(long nowMs) {
    long timeMs = clock.timeMs(nowMs);
    if (timeMs == Long.MIN_VALUE) {
      return;
    }
    long earliestMs = timeMs - window.toMillis();
    for (KeyValue<String, WaitingPair> closed : pairsWithImagesBefore(earliestMs)) {
      reportBefore(earliestMs, closed.value, closed.key);
      WaitingPair rest = closed.value.since(earliestMs);
      pairs.put(closed.key, rest.isEmpty() ? null : rest);
    }
  }

  private List<KeyValue<String, WaitingPair>> pairsWithImagesBefore(long earliestMs) {
    List<KeyValue<String, WaitingPair>> old = new ArrayList<>();
    try (KeyValueIterator<String, WaitingPair> all = pairs.all()) {
      all.forEachRemaining(
          entry -> {
            if (entry.value.since(earliestMs) != entry.value) {
              old.add(entry);
            }
          });
    }
    return old;
  }

  private void reportBefore(long earliestMs, WaitingPair pair, String pairId) {
    if (pair.anchorIsBefore(earliestMs)) {
      report(pair.anchor(), pair.partnersMissing(), pairId);
    }
    for (Image example : pair.examplesBefore(earliestMs)) {
      report(example, 1, pairId);
    }
  }

  /** One record, however many partners did not come: how many it is, a stranger announced. */
  private void report(Image image, int partners, String pairId) {
    if (partners > 0) {
      Unmatched unmatched = new Unmatched(image.embedded().checkpointId(), partners);
      context().forward(new Record<>(pairId, unmatched, image.timestampMs()));
    }
  }
}
