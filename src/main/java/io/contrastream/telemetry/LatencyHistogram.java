package io.contrastream.telemetry;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Counts latencies in buckets that widen by 7 %, so that quantiles are off by less than 4 %, over
 * 20 doublings: from 1 ms to 17 minutes, or from a 64th of that. Any thread may call.
 */
public final class LatencyHistogram {
  /** Buckets per doubling. */
  static final int STEPS = 10;

  private static final int DOUBLINGS = 20;

  private static final double SHORT_MS = 1.0 / 64;

  /** Upper bounds in milliseconds, inclusive; what is longer belongs into one bucket more. */
  private final double[] bounds;

  private final AtomicLongArray counts;
  private final DoubleAdder sumMs = new DoubleAdder();

  /** Milliseconds. */
  public record Quantiles(long p50, long p99) {}

  public LatencyHistogram() {
    this(1);
  }

  private LatencyHistogram(double firstMs) {
    bounds =
        IntStream.rangeClosed(0, STEPS * DOUBLINGS)
            .mapToDouble(i -> firstMs * Math.pow(2, (double) i / STEPS))
            .toArray();
    counts = new AtomicLongArray(bounds.length + 1);
  }

  /** For latencies of less than a millisecond, too. */
  public static LatencyHistogram ofShort() {
    return new LatencyHistogram(SHORT_MS);
  }

  public void record(double latencyMs) {
    int found = Arrays.binarySearch(bounds, latencyMs);
    counts.incrementAndGet(found < 0 ? -found - 1 : found);
    sumMs.add(latencyMs);
  }

  /** Returns a reader of what is recorded from now on. */
  public Interval interval() {
    return new Interval();
  }

  /** Returns the sum of all latencies. */
  double sumSeconds() {
    return sumMs.sum() / 1e3;
  }

  /** Returns the number of latencies in each bucket; the last one has no bound. */
  long[] counts() {
    return LongStream.range(0, counts.length()).map(i -> counts.get((int) i)).toArray();
  }

  /** The bound of a bucket, infinite for the last. */
  double boundSeconds(int bucket) {
    return bucket < bounds.length ? bounds[bucket] / 1e3 : Double.POSITIVE_INFINITY;
  }

  /** Reads what was recorded since its last reading. One thread calls. */
  public final class Interval {
    private long[] before = counts();

    private Interval() {}

    /** Returns empty if nothing was recorded. */
    public Optional<Quantiles> next() {
      long[] now = counts();
      long[] added =
          LongStream.range(0, now.length).map(i -> now[(int) i] - before[(int) i]).toArray();
      before = now;
      long total = LongStream.of(added).sum();
      return total == 0
          ? Optional.empty()
          : Optional.of(new Quantiles(at(total / 2, added), at((long) (total * 0.99), added)));
    }
  }

  /** Returns the middle of the bucket that contains the latency of a rank, from 0. */
  private long at(long rank, long[] counts) {
    int bucket = 0;
    for (long below = counts[0]; below <= rank; below += counts[bucket]) {
      bucket++;
    }
    double upper = bounds[Math.min(bucket, bounds.length - 1)];
    double lower = bucket == 0 ? 0 : bounds[Math.min(bucket, bounds.length) - 1];
    return Math.round((lower + upper) / 2);
  }
}
