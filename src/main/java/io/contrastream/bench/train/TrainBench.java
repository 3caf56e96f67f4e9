package io.contrastream.bench.train;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.Load;
import io.contrastream.bench.Statistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures training by batch size: the steps of {@code fit} on one thread, from stored pixels to
 * updated weights. One thread calls.
 */
public final class TrainBench {
  private static final int ROUNDS = 5;

  /**
   * What to measure.
   *
   * @param measured total time of all measurements, after warming up for two fifths of it
   * @param batches batch sizes, each at least 2
   */
  public record Plan(Duration measured, List<Integer> batches) {}

  /**
   * The median of several rounds.
   *
   * @param batch pairs per step
   * @param coreMicrosPerPair CPU time of the whole process per pair, microseconds
   */
  public record Figure(int batch, double pairsPerSecond, double coreMicrosPerPair) {}

  /**
   * @param load load average of the machine at the end
   */
  public record Result(int rounds, double load, List<Figure> figures) {}

  private TrainBench() {}

  /**
   * @throws RuntimeException if libtorch can't be started
   * @throws InterruptedException if the watch stopped it
   */
  public static Result run(Plan plan, BenchWatch watch) throws InterruptedException {
    List<TrainLoad> loads = new ArrayList<>();
    try {
      plan.batches().forEach(batch -> loads.add(new TrainLoad(batch)));
      Duration each = plan.measured().dividedBy((long) ROUNDS * loads.size());
      watch.say("Warming up…");
      Load.interleave(loads, (ROUNDS + 2) / 3, each, watch);
      watch.say("Training for %d s…".formatted(plan.measured().toSeconds()));
      List<List<TrainLoad.Speed>> speeds = Load.interleave(loads, ROUNDS, each, watch);
      double load = CpuTime.loadAverage();
      return new Result(
          ROUNDS,
          load,
          IntStream.range(0, loads.size())
              .mapToObj(i -> figure(loads.get(i).batch(), speeds.get(i)))
              .toList());
    } finally {
      loads.forEach(TrainLoad::close);
    }
  }

  private static Figure figure(int batch, List<TrainLoad.Speed> rounds) {
    return new Figure(
        batch,
        Statistics.median(rounds, TrainLoad.Speed::pairsPerSecond),
        Statistics.median(rounds, TrainLoad.Speed::coreMicrosPerPair));
  }
}
