package io.contrastream.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Something that can be run for a while to measure it. */
public interface Load extends AutoCloseable {
  /** Rounds of each measurement. */
  int ROUNDS = 5;

  /** Runs for the given time, and for one step at least. */
  Throughput run(Duration duration) throws InterruptedException;

  @Override
  void close();

  /**
   * Measures several loads in turn, round by round, so that a busy moment of the machine affects
   * all of them alike.
   *
   * @param warmUps number of rounds before those that count
   * @param measured total time of the rounds that count
   * @return the median of each load
   */
  static List<Throughput> measure(
      List<? extends Load> loads, int warmUps, Duration measured, BenchWatch watch)
      throws InterruptedException {
    Duration each = measured.dividedBy((long) ROUNDS * loads.size());
    watch.say("Warming up…");
    interleave(loads, warmUps, each, watch);
    watch.say("Measuring %d cases for %d s…".formatted(loads.size(), measured.toSeconds()));
    return interleave(loads, ROUNDS, each, watch).stream().map(Throughput::median).toList();
  }

  private static List<List<Throughput>> interleave(
      List<? extends Load> loads, int rounds, Duration each, BenchWatch watch)
      throws InterruptedException {
    List<List<Throughput>> measured = new ArrayList<>();
    loads.forEach(load -> measured.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < loads.size(); i++) {
        watch.throwIfStopped();
        measured.get(i).add(loads.get(i).run(each));
      }
    }
    return measured;
  }
}
