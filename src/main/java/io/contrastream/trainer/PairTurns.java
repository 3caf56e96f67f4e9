package io.contrastream.trainer;

import io.contrastream.image.DigitPair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Puts the records of several partitions in one order: each partition in turn gives one. One that
 * has none keeps the others waiting, so that the order does not depend on which came first; only
 * where its end has been reached and nothing came for so long as patience lasts, the others go on
 * without it until it gives again.
 *
 * <p>Threads: one fills, another takes.
 */
final class PairTurns {

  /**
   * A record of the labelled pairs.
   *
   * @param pair empty where the record could not be used, which takes its turn all the same
   */
  record Item(int partition, long offset, String pairId, Optional<DigitPair> pair) {}

  private final List<Lane> lanes = new ArrayList<>();
  private final long patienceNs;
  private int turn;
  private RuntimeException failure;

  PairTurns(int partitions, int turn, Duration patience) {
    for (int i = 0; i < partitions; i++) {
      lanes.add(new Lane());
    }
    this.turn = turn % partitions;
    patienceNs = patience.toNanos();
  }

  /** Of one partition. */
  private static final class Lane {
    private final Queue<Item> items = new ArrayDeque<>();
    private boolean ended;
    private long endedAtNs;
  }

  synchronized void put(Item item) {
    Lane lane = lanes.get(item.partition);
    lane.items.add(item);
    lane.ended = false;
    notifyAll();
  }

  /** Says whether all that the partition holds has been {@link #put}. */
  synchronized void atEnd(int partition, boolean atEnd) {
    Lane lane = lanes.get(partition);
    if (atEnd && !lane.ended) {
      lane.endedAtNs = System.nanoTime();
    }
    lane.ended = atEnd;
    notifyAll();
  }

  /** What {@link #next} throws from now on. */
  synchronized void fail(RuntimeException cause) {
    failure = cause;
    notifyAll();
  }

  /** How many records of a partition wait to be taken. */
  synchronized int waiting(int partition) {
    return lanes.get(partition).items.size();
  }

  /**
   * Takes the next record, waiting at most so long for it.
   *
   * @throws RuntimeException that the filling thread failed with
   */
  synchronized Optional<Item> next(Duration atMost) throws InterruptedException {
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    while (true) {
      if (failure != null) {
        throw failure;
      }
      Item item = take();
      long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      if (item != null || leftMs <= 0) {
        return Optional.ofNullable(item);
      }
      wait(Math.min(leftMs, 50));
    }
  }

  private Item take() {
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(turn);
      if (lane.items.isEmpty() && !passedOver(lane)) {
        return null;
      }
      turn = (turn + 1) % lanes.size();
      if (!lane.items.isEmpty()) {
        lane.endedAtNs = System.nanoTime(); // patience begins when nothing is left
        return lane.items.remove();
      }
    }
    return null;
  }

  private boolean passedOver(Lane lane) {
    return lane.ended && System.nanoTime() - lane.endedAtNs >= patienceNs;
  }
}
