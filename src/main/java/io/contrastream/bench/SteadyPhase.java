package io.contrastream.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What was seen of a processor at full speed, look by look, after it had warmed up and before any
 * partition ran dry.
 *
 * @param looks from the first to the last
 */
public record SteadyPhase(List<Look> looks) {

  /**
   * One look.
   *
   * @param atNs {@link System#nanoTime}
   * @param readable offsets of the embeddings, all partitions together
   * @param coreNs processor time used so far
   */
  public record Look(long atNs, long readable, long coreNs, BatchCount batches) {}

  /**
   * @param warmUp from the first look on; at most half of the looks are left out for it, so that
   *     something remains of a backlog that was worked off sooner than expected
   */
  public static SteadyPhase of(List<Look> looks, Duration warmUp) {
    int half = looks.size() / 2;
    int first = 0;
    while (first < half && looks.get(first).atNs() - looks.get(0).atNs() < warmUp.toNanos()) {
      first++;
    }
    return new SteadyPhase(List.copyOf(looks.subList(first, looks.size())));
  }

  /** Whether there is enough to tell a speed. */
  public boolean isEnough() {
    return looks.size() >= 3 && looks.get(0).readable() < last().readable();
  }

  /** Processor time is that from the first to the last look. */
  public Throughput offsets() {
    double perSecond = Statistics.slope(each(SteadyPhase::seconds), each(Look::readable));
    double coreMicros = (last().coreNs() - looks.get(0).coreNs()) / 1e3;
    return new Throughput(perSecond, coreMicros / (perSecond * lengthSeconds()));
  }

  public double offsetsPerBatch() {
    double batches = last().batches().batches() - looks.get(0).batches().batches();
    return offsets().imagesPerSecond() * lengthSeconds() / batches;
  }

  public double largestBatch() {
    return last().batches().largest();
  }

  double lengthSeconds() {
    return seconds(last()) - seconds(looks.get(0));
  }

  private static double seconds(Look look) {
    return look.atNs() / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private Look last() {
    return looks.get(looks.size() - 1);
  }

  private double[] each(ToDoubleFunction<Look> figure) {
    return looks.stream().mapToDouble(figure).toArray();
  }
}
