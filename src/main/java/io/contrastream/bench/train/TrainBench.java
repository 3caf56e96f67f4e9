package io.contrastream.bench.train;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Load;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures training by batch size: the steps of {@code fit} on one thread, from stored pixels to
 * updated weights. One thread calls.
 */
public final class TrainBench {
  private static final int WARM_UPS = 2;

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
  public record Result(long seconds, int rounds, double load, List<Figure> figures) {}

  private TrainBench() {}

  /**
   * @param measured total time of all measurements, after warming up for two fifths of it
   * @param batches batch sizes, each at least 2
   * @throws RuntimeException if libtorch can't be started
   */
  public static Result run(Duration measured, List<Integer> batches, BenchWatch watch)
      throws InterruptedException {
    List<TrainLoad> loads = new ArrayList<>();
    try {
      batches.forEach(batch -> loads.add(new TrainLoad(batch)));
      List<Throughput> speeds = Load.measure(loads, WARM_UPS, measured, watch);
      List<Figure> figures = new ArrayList<>();
      for (int i = 0; i < speeds.size(); i++) {
        Throughput speed = speeds.get(i);
        figures.add(new Figure(batches.get(i), speed.perSecond(), speed.coreMicros()));
      }
      return new Result(measured.toSeconds(), Load.ROUNDS, Machine.loadAverage(), figures);
    } finally {
      loads.forEach(TrainLoad::close);
    }
  }
}
