package io.contrastream.topology.join;

import io.contrastream.schema.ImageRole;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.join.JoinResult.StalePair;
import io.contrastream.topology.join.JoinResult.Unmatched;
import io.contrastream.topology.join.WaitingPair.Input;
import io.contrastream.topology.streams.Arrivals;
import io.contrastream.topology.streams.OutputsFirst;
import io.contrastream.topology.streams.ProcessorWithStores;
import io.contrastream.topology.streams.StreamClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.kafka.streams.state.Stores;

/**
 * Joins each anchor with its contrastive examples by pair id, in either order and whatever their
 * modality, if their timestamps are at most one window apart. Inputs that are still alone when
 * their window closes are reported as unmatched.
 *
 * <p>Inputs are kept until the partner arrives, so that a stale one can be embedded again and a
 * labelled pair can go on to a trainer.
 */
public final class JoinPairs
    extends ContextualProcessor<String, EmbeddedInput, String, JoinResult> {
  /** The child node that gets scored pairs and unmatched inputs. */
  public static final String RESULTS = "pair-results";

  /** The child node that gets stale pairs, and nothing else. */
  public static final String RESCORE = "rescore";

  private static final int SCANS_PER_WINDOW = 4;

  /**
   * A step of a scan reads this many pairs, or a share of a large store: each step costs a copy of
   * the keys to come.
   */
  private static final int MIN_SCANNED = 5000;

  private static final int MAX_STEPS = 50;

  private static final Duration SCAN_PAUSE = Duration.ofMillis(50);

  /** Bounds what one pair id can hold, and so the size of a record in the store's changelog. */
  private static final int MAX_WAITING_EXAMPLES = 100;

  private static final long MAX_WAITING_BYTES = 512 << 10;

  private final String storeName;
  private final Duration window;
  private final Arrivals arrivals;
  private final boolean redelivered;
  private KeyValueStore<String, WaitingPair> pairs;
  private OutputsFirst outputs;
  private StreamClock clock;
  private String unscannedFrom;
  private Cancellable scans;
  private Cancellable nextScan;

  /**
   * The store has a changelog, and a cache: pairs that are complete by the commit never reach it.
   *
   * @param store in memory
   * @param redelivered whether a record may come again, at its former offset. If not, offsets are
   *     not compared: they start again at 0 if the input topic is created again
   */
  public static ProcessorSupplier<String, EmbeddedInput, String, JoinResult> supplier(
      KeyValueBytesStoreSupplier store, Duration window, Arrivals arrivals, boolean redelivered) {
    return new ProcessorWithStores<>(
        () -> new JoinPairs(store.name(), window, arrivals, redelivered),
        Stores.keyValueStoreBuilder(store, Serdes.String(), new WaitingPairSerde())
            .withCachingEnabled());
  }

  private JoinPairs(String storeName, Duration window, Arrivals arrivals, boolean redelivered) {
    this.redelivered = redelivered;
    this.storeName = storeName;
    this.window = window;
    this.arrivals = arrivals;
  }

  @Override
  public void init(ProcessorContext<String, JoinResult> context) {
    super.init(context);
    pairs = context.getStateStore(storeName);
    outputs = OutputsFirst.of(pairs);
    clock = new StreamClock(window, arrivals::outages);
    unscannedFrom = null;
    scans =
        context.schedule(
            window.dividedBy(SCANS_PER_WINDOW),
            PunctuationType.WALL_CLOCK_TIME,
            this::closeWindows);
  }

  @Override
  public void process(Record<String, EmbeddedInput> record) {
    EmbeddedInput embedded = record.value();
    ImageRole role = embedded.input().role();
    if (role == ImageRole.SINGLE) {
      return;
    }
    long nowMs = context().currentSystemTimeMs();
    clock.observe(record.timestamp(), nowMs);
    Input input = new Input(embedded, record.timestamp());
    long offset = context().recordMetadata().orElseThrow().offset();
    WaitingPair stored = pairs.get(record.key());
    if (redelivered && stored != null && stored.holds(input, offset)) {
      return; // redelivered; its outputs, loss sums excepted, were safe before this state was
    }
    WaitingPair open = stored == null ? WaitingPair.EMPTY : open(stored, record);
    if (role == ImageRole.ANCHOR) {
      save(record.key(), stored, match(withAnchor(open, input, record, offset), record));
    } else if (hasRoom(open, input)) {
      save(record.key(), stored, match(open.withExample(input, offset), record));
    } else {
      report(input, 1, record.key());
      save(record.key(), stored, open.passing(input, offset));
    }
  }

  private static boolean hasRoom(WaitingPair pair, Input example) {
    int count = pair.examples().size();
    long bytes = pair.exampleBytes() + example.embedded().input().bytes();
    return count < MAX_WAITING_EXAMPLES && bytes <= MAX_WAITING_BYTES;
  }

  /** Returns the pair's state without the inputs that are too old to meet this record. */
  private WaitingPair open(WaitingPair stored, Record<String, EmbeddedInput> record) {
    // A late record still meets the inputs that are within a window of it and not yet dropped.
    long timeMs = Math.min(clock.timeMs(context().currentSystemTimeMs()), record.timestamp());
    long earliestMs = timeMs - window.toMillis();
    reportBefore(earliestMs, stored, record.key());
    return stored.since(earliestMs);
  }

  /** Replaces an earlier anchor, if there is one. */
  private WaitingPair withAnchor(
      WaitingPair pair, Input anchor, Record<String, EmbeddedInput> record, long offset) {
    report(pair.anchor(), pair.partnersMissing(), record.key());
    return pair.withAnchor(anchor, offset);
  }

  private WaitingPair match(WaitingPair pair, Record<String, EmbeddedInput> record) {
    if (pair.anchor() == null || pair.examples().isEmpty()) {
      return pair;
    }
    EmbeddedInput anchor = pair.anchor().embedded();
    boolean rescore = pair.rescored();
    int matches = 0;
    for (Input example : pair.examples()) {
      if (pair.anchor().isWithin(window, example)) {
        rescore |= !anchor.comparableWith(example.embedded());
        forwardPair(anchor, example.embedded(), rescore, record);
        matches++;
      } else {
        report(example, 1, record.key());
      }
    }
    return pair.afterMatches(matches, rescore);
  }

  private void forwardPair(
      EmbeddedInput anchor,
      EmbeddedInput contrastive,
      boolean rescore,
      Record<String, EmbeddedInput> record) {
    outputs.beforeOutput();
    if (rescore) {
      context().forward(record.withValue(new StalePair(anchor, contrastive)), RESCORE);
    } else {
      context().forward(record.withValue(ScoredPair.of(anchor, contrastive)), RESULTS);
    }
  }

  private void save(String pairId, WaitingPair stored, WaitingPair after) {
    if (!after.isEmpty()) {
      pairs.put(pairId, after);
    } else if (stored != null) {
      pairs.delete(pairId);
    }
  }

  private void closeWindows(long nowMs) {
    long timeMs = clock.timeMs(nowMs);
    if (timeMs == Long.MIN_VALUE) {
      return;
    }
    long earliestMs = timeMs - window.toMillis();
    for (KeyValue<String, WaitingPair> closed : nextPairsWithInputsBefore(earliestMs)) {
      reportBefore(earliestMs, closed.value, closed.key);
      WaitingPair rest = closed.value.since(earliestMs);
      pairs.put(closed.key, rest.isEmpty() ? null : rest);
    }
    continueSoon(unscannedFrom != null);
  }

  /**
   * Looks through a part of a large store, so that a scan takes no longer than a transaction may.
   */
  @SuppressWarnings("ReferenceEquality") // unchanged is the same object
  private List<KeyValue<String, WaitingPair>> nextPairsWithInputsBefore(long earliestMs) {
    List<KeyValue<String, WaitingPair>> old = new ArrayList<>();
    long limit = Math.max(MIN_SCANNED, pairs.approximateNumEntries() / MAX_STEPS);
    try (KeyValueIterator<String, WaitingPair> next = pairs.range(unscannedFrom, null)) {
      for (long i = 0; i < limit && next.hasNext(); i++) {
        KeyValue<String, WaitingPair> entry = next.next();
        if (entry.value.since(earliestMs) != entry.value) {
          old.add(entry);
        }
      }
      unscannedFrom = next.hasNext() ? next.peekNextKey() : null;
    }
    return old;
  }

  private void continueSoon(boolean isUnfinished) {
    if (isUnfinished && nextScan == null) {
      nextScan =
          context().schedule(SCAN_PAUSE, PunctuationType.WALL_CLOCK_TIME, this::closeWindows);
    } else if (!isUnfinished && nextScan != null) {
      nextScan.cancel();
      nextScan = null;
    }
  }

  /** A revived task is initialised again and keeps the timers that are not cancelled. */
  @Override
  public void close() {
    scans.cancel();
    continueSoon(false);
  }

  private void reportBefore(long earliestMs, WaitingPair pair, String pairId) {
    if (pair.anchorIsBefore(earliestMs)) {
      report(pair.anchor(), pair.partnersMissing(), pairId);
    }
    for (Input example : pair.examplesBefore(earliestMs)) {
      report(example, 1, pairId);
    }
  }

  /** Forwards one record, not one per partner: their number is whatever a producer announced. */
  private void report(Input input, int partners, String pairId) {
    if (partners > 0) {
      EmbeddedInput embedded = input.embedded();
      Unmatched unmatched =
          new Unmatched(embedded.input().modality(), embedded.checkpointId(), partners);
      outputs.beforeOutput();
      context().forward(new Record<>(pairId, unmatched, input.timestampMs()), RESULTS);
    }
  }
}
