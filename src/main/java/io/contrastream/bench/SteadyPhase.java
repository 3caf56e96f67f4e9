package io.contrastream.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Samples of a processor at full speed, after it has warmed up and before any partition runs dry.
 *
 * @param samples in order of time
 */
public record SteadyPhase(List<Sample> samples) {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** Commits that take long may leave too few samples of a short phase. */
  private static final Duration MAX_OVERTIME = Duration.ofMinutes(1);

  /** What is sampled. */
  public interface Source {

    /** Returns empty once there is nothing left to measure. */
    Optional<Sample> sample() throws InterruptedException;
  }

  /**
   * What was seen at one moment.
   *
   * @param atNs {@link System#nanoTime}
   * @param offset the sum over all partitions of the offsets reached so far
   * @param coreNs CPU time used so far
   */
  public record Sample(long atNs, long offset, long coreNs, BatchCount batches) {}

  /**
   * Takes samples, until there are enough of them.
   *
   * @param warmUp time that does not count
   * @param measured time to measure afterwards; ends early if the source ends
   * @throws BenchException if there are too few samples
   */
  public static SteadyPhase measure(
      Duration warmUp, Duration measured, Source source, Supervisor supervisor)
      throws InterruptedException {
    long endNs = System.nanoTime() + warmUp.plus(measured).toNanos();
    List<Sample> samples = new ArrayList<>();
    Optional<Sample> next = source.sample();
    while (next.isPresent()
        && (System.nanoTime() < endNs
            || System.nanoTime() < endNs + MAX_OVERTIME.toNanos()
                && !of(samples, warmUp).isEnough())) {
      samples.add(next.get());
      supervisor.pause(INTERVAL);
      next = source.sample();
    }
    SteadyPhase steady = of(samples, warmUp);
    if (!steady.isEnough()) {
      throw new BenchException(
          "Too few images were processed to measure the throughput; use a larger --seconds");
    }
    return steady;
  }

  /**
   * Leaves out the samples of the warm-up.
   *
   * @param warmUp time from the first sample on; at most half of the samples are left out, so that
   *     some remain if a backlog was processed sooner than expected
   */
  static SteadyPhase of(List<Sample> samples, Duration warmUp) {
    int half = samples.size() / 2;
    int first = 0;
    while (first < half && samples.get(first).atNs() - samples.get(0).atNs() < warmUp.toNanos()) {
      first++;
    }
    return new SteadyPhase(List.copyOf(samples.subList(first, samples.size())));
  }

  /** Whether there are enough samples to compute a throughput. */
  boolean isEnough() {
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
    return offsets().perSecond() * lengthSeconds() / batches;
  }

  public double largestBatch() {
    return last().batches().largest();
  }

  double lengthSeconds() {
    return seconds(last()) - seconds(samples.get(0));
  }

  private static double seconds(Sample sample) {
    return sample.atNs() / 1e9;
  }

  private Sample last() {
    return samples.get(samples.size() - 1);
  }

  private double[] each(ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).toArray();
  }
}
