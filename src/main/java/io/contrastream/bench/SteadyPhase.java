package io.contrastream.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Samples of a processor at full speed, after it had warmed up and before any partition ran dry.
 *
 * @param samples in order of time
 */
public record SteadyPhase(List<Sample> samples) {

  /**
   * What was seen at one moment.
   *
   * @param atNs {@link System#nanoTime}
   * @param offset the sum over all partitions of the offsets reached so far
   * @param coreNs CPU time used so far
   */
  public record Sample(long atNs, long offset, long coreNs, BatchCount batches) {}

  /**
   * Leaves out the samples of the warm-up.
   *
   * @param warmUp time from the first sample on; at most half of the samples are left out, so that
   *     some remain if a backlog was processed sooner than expected
   */
  public static SteadyPhase of(List<Sample> samples, Duration warmUp) {
    int half = samples.size() / 2;
    int first = 0;
    while (first < half && samples.get(first).atNs() - samples.get(0).atNs() < warmUp.toNanos()) {
      first++;
    }
    return new SteadyPhase(List.copyOf(samples.subList(first, samples.size())));
  }

  /** Whether there are enough samples to compute a throughput. */
  public boolean isEnough() {
    return samples.size() >= 3 && samples.get(0).offset() < last().offset();
  }

  /** Returns the throughput in offsets instead of images. */
  public Throughput offsets() {
    double perSecond = Statistics.slope(each(SteadyPhase::seconds), each(Sample::offset));
    double coreMicros = (last().coreNs() - samples.get(0).coreNs()) / 1e3;
    return new Throughput(perSecond, coreMicros / (perSecond * lengthSeconds()));
  }

  public double offsetsPerBatch() {
    double batches = last().batches().batches() - samples.get(0).batches().batches();
    return offsets().imagesPerSecond() * lengthSeconds() / batches;
  }

  public double largestBatch() {
    return last().batches().largest();
  }

  double lengthSeconds() {
    return seconds(last()) - seconds(samples.get(0));
  }

  private static double seconds(Sample sample) {
    return sample.atNs() / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private Sample last() {
    return samples.get(samples.size() - 1);
  }

  private double[] each(ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).toArray();
  }
}
