package io.contrastream.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that can be run for a while to measure it.
 *
 * @param <M> what a run measures
 */
public interface Load<M> {

  /** Runs for the given time, and for one step at least. */
  M run(Duration duration) throws InterruptedException;

  /**
   * Runs several loads in turn, round by round, so that a busy moment of the machine affects all of
   * them alike.
   *
   * @return for each load, the measurements of its rounds
   */
  static <M> List<List<M>> interleave(
      List<? extends Load<M>> loads, int rounds, Duration each, BenchWatch watch)
      throws InterruptedException {
    List<List<M>> measured = new ArrayList<>();
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
