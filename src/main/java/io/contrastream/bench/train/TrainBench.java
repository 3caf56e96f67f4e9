package io.contrastream.bench.train;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.Statistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a network is trained, by size of batch: the very steps of {@code fit}, on one thread,
 * from pairs of stored pixels to moved weights. One thread calls.
 */
public final class TrainBench {
  private static final int ROUNDS = 5;

  /**
   * What is measured.
   *
   * @param measured time that all measurements together take, after a third of it for warming up
   * @param batches sizes, at least 2
   */
  public record Plan(Duration measured, List<Integer> batches) {}

  /**
   * What was found, the median of several rounds.
   *
   * @param batch pairs of a step
   * @param coreMicrosPerPair processor time of the whole process for a pair, microseconds
   */
  public record Figure(int batch, double pairsPerSecond, double coreMicrosPerPair) {}

  /**
   * @param load of the machine when it was over: runnable threads, mean over a minute
   */
  public record Result(int rounds, double load, List<Figure> figures) {}

  private TrainBench() {}

  /**
   * @throws RuntimeException with a message for people where libtorch can't be started
   * @throws InterruptedException where the watch stopped it
   */
  public static Result run(Plan plan, BenchWatch watch) throws InterruptedException {
    List<TrainLoad> loads = new ArrayList<>();
    try {
      plan.batches().forEach(batch -> loads.add(new TrainLoad(batch)));
      Duration each = plan.measured().dividedBy((long) ROUNDS * loads.size());
      watch.say("Warming up…");
      interleaved(loads, (ROUNDS + 2) / 3, each, watch);
      watch.say("Training for %d s…".formatted(plan.measured().toSeconds()));
      List<Figure> figures = interleaved(loads, ROUNDS, each, watch);
      return new Result(ROUNDS, CpuTime.load(), figures);
    } finally {
      loads.forEach(TrainLoad::close);
    }
  }

  /** Round by round, so that a busy moment hits all of them alike. */
  private static List<Figure> interleaved(
      List<TrainLoad> loads, int rounds, Duration each, BenchWatch watch)
      throws InterruptedException {
    double[][] perSecond = new double[loads.size()][rounds];
    double[][] coreMicros = new double[loads.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < loads.size(); i++) {
        watch.throwIfStopped();
        TrainLoad.Speed speed = loads.get(i).run(each);
        perSecond[i][round] = speed.pairsPerSecond();
        coreMicros[i][round] = speed.coreMicrosPerPair();
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      figures.add(
          new Figure(
              loads.get(i).batch(),
              Statistics.median(perSecond[i]),
              Statistics.median(coreMicros[i])));
    }
    return figures;
  }
}
